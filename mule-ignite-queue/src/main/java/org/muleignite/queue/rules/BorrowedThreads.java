package org.muleignite.queue.rules;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Runs tasks on the threads that bring them, which saves a change of threads, but on few of them at
 * a time: when the engine lets changes wait, for its disk or a new topology, the others must be
 * left for messages that cannot wait. What is too much goes to a pool. Thread-safe.
 */
final class BorrowedThreads implements Executor {

  /** Half of the threads that receive messages, where they are fewest. */
  private static final int MAX_BORROWED = 4;

  private final Semaphore free = new Semaphore(MAX_BORROWED);
  private final Executor pool;

  BorrowedThreads(Executor pool) {
    this.pool = pool;
  }

  @Override
  public void execute(Runnable task) {
    if (!free.tryAcquire()) {
      pool.execute(task);
      return;
    }
    try {
      task.run();
    } finally {
      free.release();
    }
  }
}
