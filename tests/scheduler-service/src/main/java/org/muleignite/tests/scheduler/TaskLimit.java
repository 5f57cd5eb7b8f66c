package org.muleignite.tests.scheduler;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** How many tasks of one scheduler may run at once on a shared pool. Thread-safe. */
final class TaskLimit {

  private final Semaphore permits;

  private TaskLimit(Semaphore permits) {
    this.permits = permits;
  }

  /** No limit when {@code max} is null. */
  static TaskLimit of(Integer max) {
    return new TaskLimit(max == null ? null : new Semaphore(max));
  }

  /** Blocks while the limit is reached. */
  void enter() {
    if (permits == null) {
      return;
    }
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("Interrupted while waiting for another task to end", e);
    }
  }

  /** Never blocks; false while the limit is reached. */
  boolean tryEnter() {
    return permits == null || permits.tryAcquire();
  }

  void leave() {
    if (permits != null) {
      permits.release();
    }
  }
}
