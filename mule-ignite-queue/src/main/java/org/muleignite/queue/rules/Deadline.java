package org.muleignite.queue.rules;

import java.util.concurrent.TimeUnit;

/**
 * The one point in time until which an operation may wait, however many steps it takes. Measured on
 * the monotonic clock of this node. Immutable.
 */
public final class Deadline {

  /** Beyond this a wait is for ever: nanoTime arithmetic holds for 292 years. */
  private static final long FOREVER_MILLIS = TimeUnit.DAYS.toMillis(36_500);

  private final boolean never;
  private final long nanos;

  private Deadline(boolean never, long nanos) {
    this.never = never;
    this.nanos = nanos;
  }

  /**
   * @param millis from now; 0 or less has passed already, a hundred years or more never passes
   */
  public static Deadline after(long millis) {
    boolean never = millis >= FOREVER_MILLIS;
    long wait = never ? 0 : TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
    return new Deadline(never, System.nanoTime() + wait);
  }

  public boolean isNever() {
    return never;
  }

  public boolean hasPassed() {
    return !never && nanos - System.nanoTime() <= 0;
  }

  /** Milliseconds left, rounded up; 0 once passed, Long.MAX_VALUE for never. */
  public long remainingMillis() {
    if (never) {
      return Long.MAX_VALUE;
    }
    long left = nanos - System.nanoTime();
    return left <= 0 ? 0 : (left + 999_999) / 1_000_000;
  }
}
