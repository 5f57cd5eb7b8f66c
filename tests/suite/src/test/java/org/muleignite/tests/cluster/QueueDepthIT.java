package org.muleignite.tests.cluster;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.queue.rules.DepthReport;
import org.muleignite.queue.rules.QueueDepth;

/** What an operator sees of the depths of the queues. */
class QueueDepthIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ALL = 1_000;
  private static final int MOST_QUEUES = 200;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Integer> expected = new TreeMap<>();
  private QueueNodes nodes;
  private List<QueueManager> managers;

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  private void start(int size) {
    nodes = new QueueNodes(size);
    managers = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      managers.add(nodes.deploy(node, "app"));
    }
  }

  private Queue queue(int node, String name, boolean persistent) {
    QueueManager manager = managers.get(node);
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(0, persistent));
    return manager.getQueueSession().getQueue(name);
  }

  private static boolean isPersistent(int queue) {
    return queue % 2 == 0;
  }

  /** The n-th queue gets n items; at least ten queues, and on until every member owns one. */
  private void fill(int size) throws InterruptedException {
    for (int i = 0; i < 10 || owners(0).size() < size && i < MOST_QUEUES; i++) {
      Queue queue = queue(i % size, "q" + i, isPersistent(i));
      for (int item = 0; item < i; item++) {
        queue.put("item " + item);
      }
      assertEquals(i, queue.size());
      expected.put("app/app/q" + i, i);
    }
    assertEquals(size, owners(0).size());
  }

  private Set<UUID> owners(int node) throws InterruptedException {
    return nodes.depths(node).list(ALL).queues().stream().map(QueueDepth::owner).collect(toSet());
  }

  private static Map<String, Integer> items(DepthReport report) {
    return report.queues().stream()
        .collect(toMap(QueueDepth::queue, QueueDepth::items, Integer::sum, TreeMap::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyNodeCountsTheQueuesOfAllAndAskingMakesNone(int size) throws Exception {
    start(size);
    for (int node = 0; node < size; node++) {
      assertEquals(List.of(), nodes.depths(node).list(ALL).lines());
    }
    fill(size);
    Map<String, Long> entries = nodes.cluster().member(0).placement().entries();
    for (int node = 0; node < size; node++) {
      DepthReport all = nodes.depths(node).list(ALL);
      assertEquals(expected, items(all));
      assertEquals(Map.of(), all.silent());
      assertEquals(expected.size(), all.lines().size());
      List<QueueDepth> deepest = nodes.depths(node).list(3).queues();
      for (int i = 0; i < 3; i++) {
        int deep = expected.size() - 1 - i;
        assertEquals("app/app/q" + deep, deepest.get(i).queue());
        assertEquals(isPersistent(deep), deepest.get(i).isPersistent());
      }
      assertEquals(3, deepest.size());
    }
    assertEquals(entries, nodes.cluster().member(0).placement().entries());
    takenItemsWaitingConsumersAndReplyQueuesAreCounted(size);
  }

  private void takenItemsWaitingConsumersAndReplyQueuesAreCounted(int size) throws Exception {
    int last = size - 1;
    Queue jobs = queue(0, "jobs", true);
    jobs.put("one");
    jobs.put("two");
    QueueSession session = managers.get(last).getQueueSession();
    session.begin();
    assertEquals("one", session.getQueue("jobs").poll(0));
    Future<?> consumer = threads.submit(() -> queue(last, "idle", false).poll(60_000));
    queue(0, "jobs-temp-replyTo-" + UUID.randomUUID(), false).put("answer");

    for (int node = 0; node < size; node++) {
      int asked = node;
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> depth(asked, "idle") != null && depth(asked, "idle").consumers() == 1);
      assertEquals(1, depth(node, "jobs").items());
      assertEquals(1, depth(node, "jobs").taken());
      assertEquals(1, nodes.depths(node).list(ALL).temporaryQueues());
      assertEquals(1, nodes.depths(node).list(ALL).temporaryItems());
    }
    session.rollback();
    assertEquals(2, depth(0, "jobs").items());
    assertEquals(0, depth(0, "jobs").taken());
    queue(0, "idle", false).put("at last");
    assertEquals("at last", consumer.get(60, TimeUnit.SECONDS));
  }

  private QueueDepth depth(int node, String name) throws InterruptedException {
    return nodes.depths(node).list(ALL).queues().stream()
        .filter(depth -> depth.queue().equals("app/app/" + name))
        .findFirst()
        .orElse(null);
  }

  @Test
  void whileANodeGoesItAnswersAndPublishersGoOn() throws Exception {
    start(3);
    fill(3);
    Queue out = queue(0, "load", true);
    int load = 300;
    Future<?> publisher =
        threads.submit(
            () -> {
              for (int i = 0; i < load; i++) {
                out.put(i);
              }
              return null;
            });
    expected.put("app/app/load", load);
    Future<?> crash = threads.submit(() -> nodes.cluster().crash(2));
    do {
      DepthReport report = nodes.depths(0).list(ALL);
      items(report).forEach((queue, items) -> assertTrue(items <= expected.get(queue), queue));
    } while (!crash.isDone() || !publisher.isDone());
    crash.get();
    publisher.get();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> nodes.cluster().member(0).context().membership().members().size() == 2);

    // Their new owners count them again once somebody uses them.
    for (String queue : expected.keySet()) {
      managers.get(1).getQueueSession().getQueue(queue.substring("app/app/".length())).size();
    }
    for (int node = 0; node < 2; node++) {
      assertEquals(expected, items(nodes.depths(node).list(ALL)));
    }
    assertEquals(2, owners(1).size());
  }
}
