package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** One queue on a cluster of two nodes in memory, of which the first is its owner. */
@Timeout(60)
abstract class OneQueue {

  final FakeCluster cluster = new FakeCluster();
  final FakeNode first = cluster.join();
  final FakeNode second = cluster.join();
  final QueueSpec spec = new QueueSpec(new QueueRef("app/q", false), 0);
  final Items items = new Items(spec);
  final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    cluster.close();
  }

  /** A put that meets this fate of the owner. */
  void happensOnceThough(Runnable fate) throws Exception {
    items.put(second, "one");
    fate.run();
    items.put(second, "two");
    assertEquals("one", items.take(second));
    assertEquals("two", items.take(second));
    assertEquals(0, second.engine.size(spec));
  }
}
