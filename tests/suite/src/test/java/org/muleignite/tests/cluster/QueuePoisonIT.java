package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.api.CacheSpec;

/** An item of a class that the consumer does not have. */
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
    QueueManager consumer = QueueNodes.deploy(nodes.cluster().member(1), "app", without);
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

  private static long keptAside(String name) {
    String cache = CacheSpec.persistent("queue.persistent").name();
    return StreamSupport.stream(
            nodes.cluster().member(0).context().ignite().cache(cache).spliterator(), false)
        .filter(entry -> String.valueOf(entry.getKey()).contains(name + "#poison-"))
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
