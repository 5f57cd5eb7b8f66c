package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.cache.Cache;
import org.apache.ignite.IgniteCache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.tests.artifact.Artifact;

/** Items that cannot be read: of a class that the consumer does not have, damaged, too new. */
class QueuePoisonIT {

  private static QueueNodes nodes;

  @BeforeAll
  static void start() {
    nodes = new QueueNodes(2);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  record Unknown(String text) implements Serializable {}

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itIsKeptAsideAndTheNextIsDelivered(boolean inTransaction) throws Exception {
    String name = "queue-" + UUID.randomUUID();
    QueueManager producer = nodes.deploy(0, "app");
    producer.setQueueConfiguration(name, new DefaultQueueConfiguration(0, true));
    Queue in = producer.getQueueSession().getQueue(name);
    in.put(new Unknown("bad"));
    in.put("good");
    in.put(new Unknown("bad too"));
    in.put("also good");

    ClassLoader without = new ClassLoader(null) {};
    QueueManager consumer = new Artifact("app", without).queues(nodes.cluster().member(1));
    QueueSession session = consumer.getQueueSession();
    Queue out = session.getQueue(name);
    if (inTransaction) {
      session.begin();
    }
    assertEquals("good", out.poll(0));
    if (inTransaction) {
      session.rollback();
      assertEquals("good", out.poll(0));
    }
    assertEquals("also good", out.peek());
    assertEquals("also good", out.poll(0));
    assertNull(out.poll(0));
    assertEquals(0, in.size());
    assertEquals(2, keptAside(name));
  }

  /** What may be wrong with the bytes of an item. */
  enum Damage {
    /** Not what mule-ignite wrote. */
    NO_ENVELOPE(bytes -> "?".getBytes(StandardCharsets.UTF_8)),
    EMPTY(bytes -> new byte[0]),
    NEWER_FORMAT(bytes -> with(bytes, 2, 99)),
    NEWER_FLAGS(bytes -> with(bytes, 3, 1)),
    CUT_OFF(bytes -> Arrays.copyOf(bytes, bytes.length - 2)),
    CORRUPT_STREAM(bytes -> with(bytes, 4, 0));

    private final UnaryOperator<byte[]> damage;

    Damage(UnaryOperator<byte[]> damage) {
      this.damage = damage;
    }

    private static byte[] with(byte[] bytes, int at, int value) {
      byte[] changed = bytes.clone();
      changed[at] = (byte) value;
      return changed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void damagedBytesAreKeptAsideAndTheNextIsDelivered(Damage damage) throws Exception {
    String name = "queue-" + UUID.randomUUID();
    QueueManager producer = nodes.deploy(0, "app");
    producer.setQueueConfiguration(name, new DefaultQueueConfiguration(0, true));
    Queue in = producer.getQueueSession().getQueue(name);
    in.put("bad");
    damageItems(name, damage);
    in.put("good");

    Queue out = nodes.deploy(1, "app").getQueueSession().getQueue(name);
    assertEquals(2, out.size());
    assertEquals("good", out.peek());
    assertEquals("good", out.poll(0));
    assertNull(out.poll(0));
    assertEquals(0, in.size());
    assertEquals(1, keptAside(name));
  }

  private static void damageItems(String name, Damage damage) {
    IgniteCache<Object, byte[]> cache = cache();
    int damaged = 0;
    for (Cache.Entry<Object, byte[]> entry : cache) {
      String key = String.valueOf(entry.getKey());
      if (key.contains(name + "#") && !key.contains(name + "#header")) {
        cache.put(entry.getKey(), damage.damage.apply(entry.getValue()));
        damaged++;
      }
    }
    assertEquals(1, damaged);
  }

  private static IgniteCache<Object, byte[]> cache() {
    String cache = CacheSpec.persistent("queue.persistent").name();
    return nodes.cluster().member(0).context().ignite().cache(cache);
  }

  private static long keptAside(String name) {
    return nodes.setAside(0).list(Integer.MAX_VALUE).stream()
        .filter(item -> item.queue().equals("app/app/" + name))
        .count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void applicationsDoNotMeet(boolean persistent) throws Exception {
    String name = "queue-" + UUID.randomUUID();
    QueueManager mine = nodes.deploy(0, "app");
    QueueManager other = nodes.deploy(1, "app2");
    mine.setQueueConfiguration(name, new DefaultQueueConfiguration(0, persistent));
    other.setQueueConfiguration(name, new DefaultQueueConfiguration(0, !persistent));
    mine.getQueueSession().getQueue(name).put("mine");
    assertNull(other.getQueueSession().getQueue(name).poll(0));
    assertTrue(mine.getQueueSession().getQueue(name).size() == 1);
  }
}
