package org.muleignite.cluster.lock;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits of tests: each with one deadline and a label that says what did not happen. */
final class Within {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Within() {}

  /** Polls until the condition holds. */
  static void limit(String label, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        fail("Not within " + LIMIT.getSeconds() + " s: " + label);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** The result of work on another thread, or its failure. */
  static <T> T limit(String label, Future<T> work) throws Exception {
    try {
      return work.get(LIMIT.getSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return fail("Not within " + LIMIT.getSeconds() + " s: " + label, e);
    }
  }
}
