package org.muleignite.cluster.lock;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one short wait of this package: before a question is put again because the owner of an id, or
 * a member, was just changing. Thread-safe, does not block.
 */
final class LockTimer {

  private static final long RETRY_MILLIS = 10;

  private final ScheduledThreadPoolExecutor executor;

  LockTimer() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "mule-ignite-lock-retry");
              thread.setDaemon(true);
              return thread;
            },
            new ScheduledThreadPoolExecutor.DiscardPolicy());
    executor.setKeepAliveTime(10, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Runs a task, which must not block, shortly; never once stopped. */
  void soon(Runnable task) {
    executor.schedule(task, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    executor.shutdownNow();
  }
}
