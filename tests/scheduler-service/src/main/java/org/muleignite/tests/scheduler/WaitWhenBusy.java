package org.muleignite.tests.scheduler;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes a submitter wait for a free thread instead of refusing the task. */
final class WaitWhenBusy implements RejectedExecutionHandler {

  private static final long CHECK_MILLIS = 100;

  @Override
  public void rejectedExecution(Runnable task, ThreadPoolExecutor pool) {
    try {
      // Offered with a timeout because a stopped pool, or one whose idle threads ended, never takes
      // from its queue.
      while (!pool.isShutdown()) {
        if (pool.getPoolSize() < pool.getMaximumPoolSize()) {
          pool.execute(task);
          return;
        }
        if (pool.getQueue().offer(task, CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("Interrupted while waiting for a free thread", e);
    }
    throw new RejectedExecutionException("The scheduler is stopped");
  }
}
