package org.muleignite.cluster.lock;

import java.util.concurrent.atomic.AtomicLong;
import org.muleignite.cluster.api.ClusterClock;

/**
 * The fencing numbers that a node hands out as owner, and the greatest one that it knows of.
 *
 * <p>A number is cluster time in milliseconds, in the high bits, and a count. An owner starts above
 * the present time and above every number that a live node knows of, so the numbers grow although
 * nobody stores them; the time alone decides only after all who knew a number are gone.
 *
 * <p>Thread-safe, never blocks.
 */
final class FencingNumbers {

  /** Each grant takes so many numbers: one for each thread of the node it may be passed on to. */
  static final int STEP = 16;

  /** Leaves 2^20 numbers for each millisecond, and time until the year 2248. */
  private static final int TIME_SHIFT = 20;

  /**
   * Covers the disagreement of two nodes about the time. Kept small: numbers must not run ahead of
   * the time, which alone knows what an owner granted to its own threads before it crashed.
   */
  private static final long MARGIN = 16L << TIME_SHIFT;

  private final ClusterClock clock;
  private final AtomicLong greatest = new AtomicLong();

  FencingNumbers(ClusterClock clock) {
    this.clock = clock;
  }

  /** The first number of a new grant; it and the next {@link #STEP} are used by nobody else. */
  long next() {
    return greatest.addAndGet(STEP);
  }

  /** From now on {@link #next()} is above this number. */
  void note(long seen) {
    if (seen > greatest.get()) {
      greatest.accumulateAndGet(seen, Math::max);
    }
  }

  long greatest() {
    return greatest.get();
  }

  /** Before this node grants in partitions that another node may have owned. */
  void startTenure() {
    note(Math.max(clock.currentTimeMillis() << TIME_SHIFT, greatest.get() + MARGIN));
  }
}
