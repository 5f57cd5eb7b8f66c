package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.spi.communication.CommunicationSpi;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;

/** What it costs to wait, and whom an item wakes. */
class QueueBlockedIT {

  private static final int NODES = 3;
  private static final int QUEUES = 50;
  private static final int POLLS = 200;
  private static final long FOR_LONG = TimeUnit.MINUTES.toMillis(5);
  private static final int WINDOW_SECONDS = 6;
  private static final int SETTLING_SECONDS = 60;

  /** What a poll that waits may cost each second; asking every 50 ms would cost 40 messages. */
  private static final double MESSAGES = 1.0;

  /** Of one processor, for all polls together. */
  private static final double BUSY = 0.15;

  private final String prefix = "queue-" + UUID.randomUUID() + "-";
  private final List<Thread> waiting = new ArrayList<>();
  private final List<QueueManager> managers = new ArrayList<>();
  private QueueNodes nodes;

  @BeforeEach
  void start() {
    nodes = new QueueNodes(NODES);
    for (int node = 0; node < NODES; node++) {
      managers.add(nodes.deploy(node, "app"));
    }
  }

  @AfterEach
  void stop() {
    waiting.forEach(Thread::interrupt);
    nodes.close();
  }

  @Test
  void waitingCostsNextToNothingAndEachItemWakesOne() throws Exception {
    for (int queue = 0; queue < QUEUES; queue++) {
      assertEquals(0, queue(0, queue).size());
    }
    Cost idle = Cost.of(nodes);
    List<CompletableFuture<Serializable>> polls = new ArrayList<>();
    for (int poll = 0; poll < POLLS; poll++) {
      polls.add(poll(queue(poll % NODES, poll % QUEUES)));
    }
    Awaitility.await("all polls wait")
        .until(() -> waiting.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
    awaitLittleMoreThan(idle);

    Set<Serializable> items = new HashSet<>();
    for (int item = 0; item < POLLS; item++) {
      items.add("item " + item);
      queue((item + 1) % NODES, item % QUEUES).put("item " + item);
    }
    Set<Serializable> taken = new HashSet<>();
    for (CompletableFuture<Serializable> poll : polls) {
      taken.add(poll.get(60, TimeUnit.SECONDS));
    }
    assertEquals(items, taken);
    for (int queue = 0; queue < QUEUES; queue++) {
      assertEquals(0, queue(0, queue).size());
    }
  }

  /**
   * What 200 threads set going when they begin, the machine may have to work off first. What
   * waiting costs would never pass.
   */
  private void awaitLittleMoreThan(Cost idle) {
    Awaitility.await("waiting costs next to nothing")
        .atMost(Duration.ofSeconds(SETTLING_SECONDS))
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              Cost blocked = Cost.of(nodes);
              String both = "nobody waits: " + idle + "; " + POLLS + " wait: " + blocked;
              System.out.println(both);
              assertTrue(blocked.messages - idle.messages < MESSAGES * POLLS, both);
              assertTrue(blocked.busy - idle.busy < BUSY, both);
            });
  }

  private CompletableFuture<Serializable> poll(Queue queue) {
    CompletableFuture<Serializable> taken = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                taken.complete(queue.poll(FOR_LONG));
              } catch (InterruptedException | RuntimeException e) {
                taken.completeExceptionally(e);
              }
            });
    waiting.add(thread);
    thread.start();
    return taken;
  }

  private Queue queue(int node, int number) {
    String name = prefix + number;
    boolean persistent = number % 2 == 0;
    managers.get(node).setQueueConfiguration(name, new DefaultQueueConfiguration(0, persistent));
    return managers.get(node).getQueueSession().getQueue(name);
  }

  /** What all nodes of this JVM do in a while; each number per second. */
  private record Cost(double messages, double busy) {

    static Cost of(QueueNodes nodes) {
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      long start = System.nanoTime();
      long messages = sent(nodes);
      long busy = system.getProcessCpuTime();
      // Nothing is waited for: this is the span over which is measured.
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(WINDOW_SECONDS))
          .timeout(Duration.ofSeconds(2 * WINDOW_SECONDS))
          .until(() -> true);
      double nanos = System.nanoTime() - start;
      return new Cost(
          (sent(nodes) - messages) * 1e9 / nanos, (system.getProcessCpuTime() - busy) / nanos);
    }

    private static long sent(QueueNodes nodes) {
      return nodes.cluster().running().stream()
          .map(member -> member.context().ignite().configuration().getCommunicationSpi())
          .mapToLong(CommunicationSpi::getSentMessagesCount)
          .sum();
    }
  }
}
