package org.muleignite.tests.scheduler;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import org.mule.runtime.api.scheduler.SchedulerBusyException;

/**
 * Tells a submitter that all threads are busy, with the exception that flows know how to retry on.
 */
final class RefuseWhenBusy implements RejectedExecutionHandler {

  @Override
  public void rejectedExecution(Runnable task, ThreadPoolExecutor pool) {
    if (pool.isShutdown()) {
      throw new RejectedExecutionException("The scheduler service is stopped");
    }
    throw new SchedulerBusyException("All " + pool.getMaximumPoolSize() + " threads are busy");
  }
}
