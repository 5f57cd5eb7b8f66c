package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Pairs of threads in this JVM, one that puts and one that takes, over one or several queues.
 * Producers that are faster than consumers are held back, so that no backlog builds up and what
 * goes in is what comes out. Used once.
 */
final class ThroughputLoad {

  private static final int BACKLOG_PER_PAIR = 64;
  private static final long POLL_MILLIS = 100;

  private final Queues queues;
  private final Mode mode;
  private final LongAdder taken = new LongAdder();
  private final CountDownLatch broken = new CountDownLatch(1);
  private final Message message = new Message(Message.USUAL_BYTES);
  private volatile boolean producing = true;
  private volatile boolean consuming = true;

  ThroughputLoad(Queues queues, Mode mode) {
    this.queues = queues;
    this.mode = mode;
  }

  /**
   * Puts the load on for this long, then empties the queues.
   *
   * @param names the pairs are dealt out over these queues
   * @return items per second that went through put and take
   */
  double run(List<String> names, int pairs, Duration time) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2 * pairs);
    List<Future<?>> producers = new ArrayList<>();
    List<Future<?>> consumers = new ArrayList<>();
    List<Semaphore> rooms =
        names.stream().map(name -> new Semaphore(BACKLOG_PER_PAIR * pairs / names.size())).toList();
    for (int pair = 0; pair < pairs; pair++) {
      String queue = names.get(pair % names.size());
      Semaphore room = rooms.get(pair % names.size());
      producers.add(threads.submit(guarded(() -> produce(queue, room))));
      consumers.add(threads.submit(guarded(() -> consume(queue, room))));
    }
    threads.shutdown();
    double rate = measure(time);
    producing = false;
    await(producers);
    consuming = false;
    await(consumers);
    return rate;
  }

  private double measure(Duration time) throws InterruptedException {
    long before = taken.sum();
    long start = System.nanoTime();
    if (broken.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      return 0;
    }
    return (taken.sum() - before) * 1e9 / (System.nanoTime() - start);
  }

  private Callable<Void> guarded(Callable<Void> work) {
    return () -> {
      try {
        return work.call();
      } catch (Exception e) {
        producing = false;
        consuming = false;
        broken.countDown();
        throw e;
      }
    };
  }

  private Void produce(String queue, Semaphore room) throws Exception {
    Channel channel = queues.channel(queue, mode);
    while (producing) {
      if (room.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        channel.put(message);
      }
    }
    return null;
  }

  /** Goes on until the queue is empty. */
  private Void consume(String queue, Semaphore room) throws Exception {
    Channel channel = queues.channel(queue, mode);
    while (true) {
      boolean mayEnd = !consuming;
      if (channel.poll(POLL_MILLIS) != null) {
        taken.increment();
        room.release();
      } else if (mayEnd) {
        return null;
      }
    }
  }

  private static void await(List<Future<?>> threads) throws Exception {
    for (Future<?> thread : threads) {
      thread.get();
    }
  }
}
