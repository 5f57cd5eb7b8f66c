package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One queue with a third node, at its home until one node alone uses it. */
abstract class MovableQueue extends OneQueue {

  final FakeNode home = first;
  final FakeNode user = second;
  final FakeNode other = cluster.join();

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
