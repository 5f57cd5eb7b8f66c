package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/** Durable items that are large in proportion to the memory in front of the disk. */
class QueueLargeIT {

  private static final int ITEM_BYTES = 10 << 20;
  private static final int THREADS = 12;
  private static final int LIMIT_SECONDS = 120;

  private final String name = "queue-" + UUID.randomUUID();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] item = new byte[ITEM_BYTES];
  private QueueNodes nodes;

  @BeforeEach
  void start() {
    new Random(1).nextBytes(item);
    nodes = new QueueNodes(3, settings -> settings.setPersistentMemoryMb(64));
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  private QueueSession session(int node) {
    QueueManager manager = nodes.deploy(node, "app");
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(0, true));
    return manager.getQueueSession();
  }

  @Test
  void moreThanTheMemoryIsTakenInOneTransaction() throws Exception {
    Queue in = session(0).getQueue(name);
    for (int i = 0; i < 10; i++) {
      in.put(item);
    }
    QueueSession consumer = session(1);
    consumer.begin();
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(item, (byte[]) consumer.getQueue(name).poll(0));
    }
    consumer.commit();
    assertEquals(0, in.size());
  }

  @Test
  void moreThanTheMemoryIsClearedAtOnce() throws Exception {
    Queue in = session(0).getQueue(name);
    for (int i = 0; i < 10; i++) {
      in.put(item);
    }
    session(1).getQueue(name).clear();
    assertEquals(0, in.size());
  }

  @Test
  void manyPutAndThenTakeAtOnce() throws Exception {
    atOnce(session -> session.getQueue(name).put(item));
    atOnce(
        session -> {
          session.begin();
          assertArrayEquals(item, (byte[]) session.getQueue(name).poll(0));
          session.commit();
        });
    assertEquals(0, session(0).getQueue(name).size());
  }

  private interface Work {
    void with(QueueSession session) throws Exception;
  }

  private void atOnce(Work work) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      QueueSession session = session(thread % 3);
      all.add(
          threads.submit(
              () -> {
                work.with(session);
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }
}
