package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.queue.QueueModule;

/**
 * Many queues, deep queues, large items. {@code -Dqueue.scale.temporary} and {@code
 * -Dqueue.scale.deep} change how many.
 */
class QueueScaleIT {

  private static final int TEMPORARY = Integer.getInteger("queue.scale.temporary", 100_000);
  private static final int DEEP = Integer.getInteger("queue.scale.deep", 50_000);
  private static final int THREADS = 16;
  private static final int LIMIT_SECONDS = 900;

  /** What the configurations of queues that are gone may keep for a while. */
  private static final int REMEMBERED = 4_000;

  private final String name = "queue-" + UUID.randomUUID();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private QueueNodes nodes;

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  /** As the VM connector does it: a queue for each call, on which another node answers. */
  @Test
  void temporaryQueuesLeaveNoTrace() throws Exception {
    nodes = new QueueNodes(2);
    QueueManager asker = nodes.deploy(0, "app");
    QueueManager answerer = nodes.deploy(1, "app");
    reply(asker, answerer, "q-temp-replyTo-" + new UUID(0, 0));
    long entries = entries();
    long objects = HeapHistogram.instancesOf("org.muleignite.queue.");

    long start = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> work = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      work.add(
          threads.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < TEMPORARY; i = next.getAndIncrement()) {
                  reply(asker, answerer, "q-temp-replyTo-" + new UUID(1, i));
                }
                return null;
              }));
    }
    for (Future<?> one : work) {
      one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.out.println(TEMPORARY + " temporary queues took " + millis + " ms");

    assertEquals(entries, entries());
    long left = HeapHistogram.instancesOf("org.muleignite.queue.") - objects;
    assertTrue(left < REMEMBERED, "objects left behind: " + left);
  }

  private static void reply(QueueManager asker, QueueManager answerer, String queue)
      throws Exception {
    asker.setQueueConfiguration(queue, new DefaultQueueConfiguration(1, false));
    Queue reply = asker.getQueueSession().getQueue(queue);
    answerer.getQueueSession().getQueue(queue).put(queue);
    assertEquals(queue, reply.poll(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)));
    reply.dispose();
  }

  /** Everything that the queues keep in the cluster, headers included. */
  private long entries() {
    long entries = 0;
    for (CacheSpec cache : new QueueModule().caches()) {
      entries +=
          nodes.cluster().member(0).context().ignite().cache(cache.name()).size(CachePeekMode.ALL);
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itemsOfTenMegabytes(boolean persistent) throws Exception {
    nodes = new QueueNodes(2);
    Queue in = configured(0, persistent).getQueueSession().getQueue(name);
    QueueSession session = configured(1, persistent).getQueueSession();
    Queue out = session.getQueue(name);
    byte[] large = new byte[10 << 20];
    new Random(1).nextBytes(large);

    in.put(large);
    assertArrayEquals(large, (byte[]) out.poll(0));

    in.put(large);
    session.begin();
    assertArrayEquals(large, (byte[]) out.poll(0));
    session.rollback();
    session.begin();
    assertArrayEquals(large, (byte[]) out.poll(0));
    out.put(Arrays.copyOf(large, large.length - 1));
    session.commit();
    assertEquals(1, in.size());
    assertEquals(large.length - 1, ((byte[]) in.poll(0)).length);
    in.put("small");
    assertEquals("small", out.poll(0));
  }

  /** More than the memory of the region holds: the rest is on the disk. */
  @Test
  void aDeepQueueKeepsItsOrder() throws Exception {
    nodes = new QueueNodes(2, settings -> settings.setPersistentMemoryMb(64));
    QueueSession producer = configured(0, true).getQueueSession();
    Queue in = producer.getQueue(name);
    QueueSession consumer = configured(1, true).getQueueSession();
    Queue out = consumer.getQueue(name);
    int batch = 200;
    long start = System.nanoTime();
    for (int i = 0; i < DEEP; i += batch) {
      producer.begin();
      for (int j = i; j < i + batch; j++) {
        in.put(item(j));
      }
      producer.commit();
    }
    long filled = System.nanoTime();
    assertEquals(DEEP, out.size());
    for (int i = 0; i < DEEP; i += batch) {
      consumer.begin();
      for (int j = i; j < i + batch; j++) {
        assertEquals(j, number((byte[]) out.poll(0)));
      }
      consumer.commit();
    }
    System.out.println(
        "A queue of "
            + DEEP
            + " items of 1 KB was filled in "
            + TimeUnit.NANOSECONDS.toMillis(filled - start)
            + " ms and emptied in "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - filled)
            + " ms");
    assertEquals(0, in.size());
  }

  private static byte[] item(int number) {
    byte[] item = new byte[1_024];
    ByteBuffer.wrap(item).putInt(number);
    return item;
  }

  private static int number(byte[] item) {
    return ByteBuffer.wrap(item).getInt();
  }

  private QueueManager configured(int node, boolean persistent) {
    QueueManager manager = nodes.deploy(node, "app");
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(0, persistent));
    return manager;
  }
}
