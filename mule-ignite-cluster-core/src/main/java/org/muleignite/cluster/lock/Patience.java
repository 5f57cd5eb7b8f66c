package org.muleignite.cluster.lock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long a thread is ready to wait for a lock: one deadline for the whole wait. Immutable. */
final class Patience {

  /**
   * For how long a try without a wait waits for the owner's answer. The answer takes a round trip,
   * and longer only while a failed owner is replaced; then nobody knows whether the lock is free.
   */
  private static final long ANSWER_SECONDS = 5;

  private final boolean waits;
  private final boolean interruptible;
  private final boolean timed;
  private final long deadline;

  private Patience(boolean waits, boolean interruptible, boolean timed, long nanos) {
    this.waits = waits;
    this.interruptible = interruptible;
    this.timed = timed;
    this.deadline = System.nanoTime() + nanos;
  }

  /** For as long as it takes, through interrupts. */
  static Patience unlimited() {
    return new Patience(true, false, false, 0);
  }

  /** For as long as it takes, but not through an interrupt. */
  static Patience untilInterrupted() {
    return new Patience(true, true, false, 0);
  }

  /** Only for the answer whether it is free. */
  static Patience none() {
    return new Patience(false, false, true, TimeUnit.SECONDS.toNanos(ANSWER_SECONDS));
  }

  /** Up to so many nanoseconds, but not through an interrupt. */
  static Patience upTo(long nanos) {
    return nanos > 0
        ? new Patience(true, true, true, nanos)
        : new Patience(false, true, true, TimeUnit.SECONDS.toNanos(ANSWER_SECONDS));
  }

  /** Whether to wait while somebody else holds the lock. */
  boolean waits() {
    return waits;
  }

  boolean interruptible() {
    return interruptible;
  }

  boolean isOver() {
    return timed && deadline - System.nanoTime() <= 0;
  }

  /** Parks the calling thread at most until the deadline. */
  void park(Object blocker) {
    if (timed) {
      LockSupport.parkNanos(blocker, deadline - System.nanoTime());
    } else {
      LockSupport.park(blocker);
    }
  }
}
