package org.muleignite.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.transaction.xa.ResourceManagerException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.tests.cluster.QueueNodes;

/**
 * A node that keeps a copy of a queue runs out of room: the publisher gets an error in time,
 * whichever of the copies it is. In the package of the module, whose view of the disk is replaced.
 */
class QueueRoomIT {

  private static final int NODES = 3;
  private static final long MEGABYTE = 1L << 20;
  private static final long FULL = 100 * MEGABYTE;
  private static final int ITEM_BYTES = 100_000;

  private final AtomicLongArray usable = new AtomicLongArray(NODES);
  private QueueNodes nodes;

  @AfterEach
  void stop() {
    nodes.close();
  }

  private void start(int transientMegabytes) {
    for (int node = 0; node < NODES; node++) {
      usable.set(node, Long.MAX_VALUE);
    }
    AtomicInteger next = new AtomicInteger();
    nodes =
        new QueueNodes(
            NODES,
            settings -> settings.setTransientMemoryMb(transientMegabytes),
            () -> {
              int node = next.getAndIncrement();
              return new QueueModule(folder -> usable.get(node));
            });
  }

  private QueueSession session(int node, String queue, boolean persistent) {
    QueueManager manager = nodes.deploy(node, "app");
    manager.setQueueConfiguration(queue, new DefaultQueueConfiguration(0, persistent));
    return manager.getQueueSession();
  }

  /** A queue that these nodes keep, the owner first. */
  private String queueOn(String kind, Integer... keepers) {
    Affinity<AffinityKey<String>> affinity =
        nodes.cluster().member(0).context().ignite().affinity(CacheSpec.PREFIX + "queue." + kind);
    List<UUID> wanted = List.of(keepers).stream().map(this::idOf).toList();
    for (int i = 0; ; i++) {
      String name = "queue-" + i;
      List<UUID> copies =
          affinity.mapKeyToPrimaryAndBackups(new AffinityKey<>("any", "app/app/" + name)).stream()
              .map(ClusterNode::id)
              .toList();
      if (copies.equals(wanted)) {
        return name;
      }
    }
  }

  private UUID idOf(int node) {
    return nodes.cluster().member(node).context().membership().localNode();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aFullDiskOfTheOwnerOrOfABackupRefusesItems(int full) throws Exception {
    start(64);
    QueueSession producer = session(2, queueOn("persistent", 0, 1), true);
    Queue in = producer.getQueue(queueOn("persistent", 0, 1));
    in.put("before");
    usable.set(full, FULL);
    awaitRefusal(in);

    MuleRuntimeException refusal = assertThrows(MuleRuntimeException.class, () -> in.put("lost"));
    assertTrue(refusal.getMessage().contains("disk of node " + idOf(full)), refusal::toString);
    assertTrue(refusal.getMessage().contains("nothing was changed"), refusal::toString);
    producer.begin();
    in.put("lost too");
    ResourceManagerException commit =
        assertThrows(ResourceManagerException.class, producer::commit);
    assertTrue(commit.getMessage().contains("nothing was changed"), commit::toString);
    String elsewhere = queueOn("persistent", 1 - full, 2);
    session(2, elsewhere, true).getQueue(elsewhere).put("has room");
    Queue inMemory = session(2, "in-memory", false).getQueue("in-memory");
    inMemory.put("has room");
    assertEquals("has room", inMemory.poll(0));

    usable.set(full, Long.MAX_VALUE);
    Awaitility.await().ignoreExceptions().until(() -> in.offer("after", 0));
    Queue out = session(full, in.getName(), true).getQueue(in.getName());
    assertEquals("before", out.poll(0));
    for (Object item = out.poll(0); item != null; item = out.poll(0)) {
      assertFalse(String.valueOf(item).startsWith("lost"), String.valueOf(item));
    }
  }

  /** Until the owner knows of it; what got in before is taken out again. */
  private static void awaitRefusal(Queue in) {
    Awaitility.await("a refusal")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try {
                in.put("in time");
                return false;
              } catch (MuleRuntimeException e) {
                return true;
              }
            });
  }

  @Test
  void aBackupThatOtherQueuesFilledRefusesItems() throws Exception {
    start(24);
    String filling = queueOn("transient", 1, 2);
    Queue other = session(0, filling, false).getQueue(filling);
    int filled = fill(other);
    String name = queueOn("transient", 0, 1);
    Queue in = session(2, name, false).getQueue(name);
    long begin = System.nanoTime();
    int stored = fill(in);
    // Not one of those that only find out after half a minute of trying.
    assertTrue(System.nanoTime() - begin < Duration.ofSeconds(25).toNanos(), "took too long");

    assertEquals(filled, other.size());
    assertEquals(stored, in.size());
    empty(other, filled);
    Awaitility.await().ignoreExceptions().until(() -> in.offer(item(stored), 0));
    empty(in, stored + 1);
  }

  private static int fill(Queue queue) throws InterruptedException {
    for (int stored = 0; stored < 1_000; stored++) {
      try {
        queue.put(item(stored));
      } catch (MuleRuntimeException e) {
        assertTrue(e.getMessage().contains("nothing was changed"), e::toString);
        assertTrue(e.getMessage().contains("transientMemoryMb"), e::toString);
        return stored;
      }
    }
    throw new AssertionError("nothing was ever refused");
  }

  private static void empty(Queue queue, int items) throws InterruptedException {
    for (int i = 0; i < items; i++) {
      assertEquals(i, ByteBuffer.wrap((byte[]) queue.poll(0)).getInt());
    }
    assertNull(queue.poll(0));
  }

  private static byte[] item(int number) {
    return ByteBuffer.allocate(ITEM_BYTES).putInt(number).array();
  }
}
