package org.muleignite.cluster.lock;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.muleignite.cluster.api.ClusterThreads;

/**
 * The one short wait of this package: before a question is put again because the owner of an id, or
 * a member, was just changing. Thread-safe; only {@link #stop} may block.
 */
final class LockTimer {

  private static final long RETRY_MILLIS = 10;

  private final ScheduledExecutorService executor = ClusterThreads.single("lock-retry");

  /** Runs a task, which must not block, shortly; never once stopped. */
  @SuppressWarnings("FutureReturnValueIgnored") // What fails in the task is handled there.
  void soon(Runnable task) {
    try {
      executor.schedule(task, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Stopped meanwhile: nobody waits for the task any more.
    }
  }

  /** Waits up to 5 seconds for a task that runs. */
  void stop() {
    ClusterThreads.stop(executor);
  }
}
