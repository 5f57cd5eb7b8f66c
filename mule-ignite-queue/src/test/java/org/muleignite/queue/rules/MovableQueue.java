package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** One queue on a cluster of three nodes in memory, at its home until one node alone uses it. */
@Timeout(60)
abstract class MovableQueue {

  final FakeCluster cluster = new FakeCluster();
  final FakeNode home = cluster.join();
  final FakeNode user = cluster.join();
  final FakeNode other = cluster.join();
  final QueueSpec spec = new QueueSpec(new QueueRef("app/q", false), 0);
  final Items items = new Items(spec);
  final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    cluster.close();
  }

  void use(FakeNode node) {
    use(node, spec);
  }

  static void use(FakeNode node, QueueSpec queue) {
    for (int i = 0; i < Usage.REQUESTS; i++) {
      node.engine.size(queue);
    }
  }

  UUID owner(QueueSpec queue) throws InterruptedException {
    return home.engine.depths().list(10).queues().stream()
        .filter(depth -> depth.queue().equals(queue.ref().id()))
        .map(QueueDepth::owner)
        .findFirst()
        .orElse(null);
  }

  /** Uses the queue until that node owns it. */
  void move(FakeNode to) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Items.LONG_WAIT_MILLIS);
    while (!to.id.equals(owner(spec))) {
      assertTrue(System.nanoTime() < end, "the queue is at " + owner(spec));
      use(to);
    }
  }
}
