package org.muleignite.cluster.api;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes every thread of the engine: named {@code mule-ignite-<purpose>-<n>}, daemon, with the
 * engine's class loader, so that none of them holds on to an application. Stateless and
 * thread-safe.
 */
public final class ClusterThreads {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterThreads.class);
  private static final long STOP_SECONDS = 5;

  private ClusterThreads() {}

  /** A factory whose threads log what they could not handle. */
  public static ThreadFactory factory(String purpose) {
    AtomicInteger count = new AtomicInteger();
    // Privileged, because a thread remembers the code it was made by, and so the application that
    // happened to call.
    return task ->
        AccessController.doPrivileged(
            (PrivilegedAction<Thread>) () -> create(task, purpose, count.incrementAndGet()));
  }

  private static Thread create(Runnable task, String purpose, int number) {
    Thread thread = new Thread(task, "mule-ignite-" + purpose + "-" + number);
    thread.setDaemon(true);
    thread.setContextClassLoader(ClusterThreads.class.getClassLoader());
    thread.setUncaughtExceptionHandler((t, e) -> LOGGER.error("Thread {} failed.", t.getName(), e));
    return thread;
  }

  /** One thread, tasks in their order. */
  public static ScheduledExecutorService single(String purpose) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, factory(purpose));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  /** As many threads as there are tasks at a time; for tasks that wait. */
  public static ExecutorService cached(String purpose) {
    return Executors.newCachedThreadPool(factory(purpose));
  }

  /**
   * Interrupts what runs and waits for it up to 5 seconds; restores the caller's interrupt flag.
   */
  public static void stop(ExecutorService executor) {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.warn("A thread of mule-ignite did not stop within {} s.", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
