package org.muleignite.tests.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts all orders from a few threads and tells how far it is. Started once; thread-safe. */
final class Load {

  private static final int THREADS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final OrderClient client;
  private final int orders;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final CountDownLatch half;
  private final List<Future<?>> workers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Load::daemon);

  Load(OrderClient client, int orders) {
    this.client = client;
    this.orders = orders;
    this.half = new CountDownLatch(orders / 2);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "demo-client");
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (int i = 0; i < THREADS; i++) {
      workers.add(
          threads.submit(
              () -> {
                for (int order = next.getAndIncrement();
                    order < orders;
                    order = next.getAndIncrement()) {
                  client.post(order, deadline);
                  taken.incrementAndGet();
                  half.countDown();
                }
                return null;
              }));
    }
    threads.shutdown();
  }

  /** Blocks until half of the orders are taken. */
  void awaitHalf() throws InterruptedException {
    half.await();
  }

  /** Orders that a node has said to have. */
  int taken() {
    return taken.get();
  }

  boolean isDone() {
    return workers.stream().allMatch(Future::isDone);
  }

  /** Blocks until every order is taken; fails with what failed a client. */
  void join() throws InterruptedException {
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("Posting orders failed", e.getCause());
      }
    }
  }
}
