package org.muleignite.tests.contract;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/**
 * Several views of the same queues: on one node they are the same, in a cluster different nodes.
 */
public abstract class QueueViews {

  protected static final long LIMIT_SECONDS = 60;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  protected final String name = "queue-" + UUID.randomUUID();

  /** The managers of the same application, one for each node. */
  protected abstract List<QueueManager> managers();

  protected abstract boolean persistent();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  protected final QueueManager first() {
    return managers().get(0);
  }

  protected final QueueManager last() {
    return managers().get(managers().size() - 1);
  }

  /** The queue as a fresh session of that manager sees it, configured without limit. */
  protected final Queue queue(QueueManager manager) {
    return queue(manager, name, 0);
  }

  protected final Queue queue(QueueManager manager, String queueName, int capacity) {
    return queue(manager, manager.getQueueSession(), queueName, capacity);
  }

  protected final Queue queue(
      QueueManager manager, QueueSession session, String queueName, int capacity) {
    manager.setQueueConfiguration(queueName, new DefaultQueueConfiguration(capacity, persistent()));
    return session.getQueue(queueName);
  }

  protected final <T> Future<T> async(Callable<T> work) {
    return threads.submit(work);
  }

  /** The result of work in another thread; its failure fails the test. */
  protected static <T> T of(Future<T> work) throws Exception {
    return work.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes all that is there. */
  public static List<Serializable> drain(Queue queue) throws InterruptedException {
    List<Serializable> items = new ArrayList<>();
    for (Serializable item = queue.poll(0); item != null; item = queue.poll(0)) {
      items.add(item);
    }
    return items;
  }

  public static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(LIMIT_SECONDS))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }
}
