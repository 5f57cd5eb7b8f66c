package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.CachePeekMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.api.CacheSpec;

/** The reply queues of calls whose node is gone. */
class QueueTemporaryIT {

  private static final int QUEUES = 30;
  private static final int ASKER = 2;

  private final List<Thread> askers = new ArrayList<>();
  private QueueNodes nodes;

  @AfterEach
  void stop() {
    askers.forEach(Thread::interrupt);
    nodes.close();
  }

  private void start() {
    nodes = new QueueNodes(3, settings -> settings.setBackups(2));
  }

  /** A third of them wait, a third have their answer and never fetch it, a third do neither. */
  private void ask(QueueManager asker, QueueManager answerer, boolean persistent) throws Exception {
    for (int i = 0; i < QUEUES; i++) {
      String name = "requests-temp-replyTo-" + UUID.randomUUID();
      asker.setQueueConfiguration(name, new DefaultQueueConfiguration(1, persistent));
      Queue reply = asker.getQueueSession().getQueue(name);
      assertEquals(0, reply.size());
      if (i % 3 == 0) {
        Thread waiting = new Thread(() -> poll(reply));
        waiting.start();
        askers.add(waiting);
      } else if (i % 3 == 1) {
        assertTrue(answerer.getQueueSession().getQueue(name).offer("reply", 0));
      }
    }
    Awaitility.await()
        .until(() -> askers.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
    assertEquals(QUEUES + QUEUES / 3, entries(0, "queue.temporary"));
  }

  private static void poll(Queue reply) {
    try {
      reply.poll(Long.MAX_VALUE);
    } catch (InterruptedException | RuntimeException e) {
      System.out.println("As expected: " + e);
    }
  }

  /** Looks like a reply queue in everything but the name. */
  private Queue normal(QueueManager manager, boolean persistent) {
    String name = "requests-temp-reply-" + persistent;
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(1, persistent));
    return manager.getQueueSession().getQueue(name);
  }

  private int entries(int node, String cache) {
    Ignite ignite = nodes.cluster().member(node).context().ignite();
    return ignite.cache(CacheSpec.PREFIX + cache).size(CachePeekMode.PRIMARY);
  }

  private void assertOnlyTheNormalOnesAreLeft(long owned) throws InterruptedException {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> entries(0, "queue.temporary") == 0);
    QueueManager survivor = nodes.deploy(0, "app");
    assertEquals(1, normal(survivor, false).size());
    assertEquals(1, normal(survivor, true).size());
    assertEquals("normal", normal(survivor, false).poll(0));
    assertEquals("normal", normal(survivor, true).poll(0));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> HeapHistogram.instancesOf("org.muleignite.queue.rules.OwnedQueue") <= owned);
  }

  private long startAsking(boolean persistent) throws Exception {
    start();
    QueueManager asker = nodes.deploy(ASKER, "app");
    normal(asker, false).put("normal");
    normal(asker, true).put("normal");
    int durable = entries(0, "queue.persistent");
    long owned = HeapHistogram.instancesOf("org.muleignite.queue.rules.OwnedQueue");
    ask(asker, nodes.deploy(0, "app"), persistent);
    assertEquals(durable, entries(0, "queue.persistent"));
    return owned;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyGoWithTheNodeThatCrashed(boolean persistent) throws Exception {
    long owned = startAsking(persistent);
    nodes.cluster().crash(ASKER);
    assertOnlyTheNormalOnesAreLeft(owned);
  }

  @Test
  void theyGoAlsoWhenOwnersDieWithIt() throws Exception {
    long owned = startAsking(false);
    nodes.cluster().crash(ASKER);
    nodes.cluster().crash(1);
    assertOnlyTheNormalOnesAreLeft(owned);
  }

  @Test
  void whoIsAliveKeepsItsOwn() throws Exception {
    start();
    nodes.deploy(0, "app").getQueueSession().getQueue("any").put("item");
    ask(nodes.deploy(ASKER, "app"), nodes.deploy(0, "app"), false);
    int theirs = entries(0, "queue.temporary");
    askers.clear();
    String name = "requests-temp-replyTo-" + UUID.randomUUID();
    QueueManager asker = nodes.deploy(0, "app");
    asker.setQueueConfiguration(name, new DefaultQueueConfiguration(1, false));
    Queue reply = asker.getQueueSession().getQueue(name);
    assertEquals(0, reply.size());
    assertTrue(nodes.deploy(1, "app").getQueueSession().getQueue(name).offer("kept", 0));
    assertEquals(theirs + 2, entries(0, "queue.temporary"));
    // One that only answered dies too: its replies are not its own.
    nodes.cluster().crash(1);
    nodes.cluster().crash(ASKER);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> entries(0, "queue.temporary") == 2);
    assertEquals("kept", reply.poll(0));
    reply.dispose();
    assertEquals(0, entries(0, "queue.temporary"));
  }
}
