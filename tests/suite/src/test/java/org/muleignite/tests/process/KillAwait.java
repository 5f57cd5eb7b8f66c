package org.muleignite.tests.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits of the kill test, all alike. */
final class KillAwait {

  private KillAwait() {}

  /** When nothing comes of it, the threads of the workers tell why. */
  static void until(
      String what, int limitSeconds, Callable<Boolean> condition, WorkerProcess... workers)
      throws InterruptedException {
    try {
      until(what, limitSeconds, condition);
    } catch (ConditionTimeoutException e) {
      for (WorkerProcess worker : workers) {
        worker.printThreads();
      }
      throw e;
    }
  }

  static void until(String what, int limitSeconds, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(limitSeconds))
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }
}
