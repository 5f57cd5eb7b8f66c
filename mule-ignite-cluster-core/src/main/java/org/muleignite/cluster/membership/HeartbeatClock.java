package org.muleignite.cluster.membership;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.muleignite.cluster.api.ClusterClock;

/**
 * Cluster time, learnt from the answers of the oldest member to this node's heartbeats. Runs on the
 * monotonic clock, so a jump of this machine's wall clock moves nothing; keeps the sample with the
 * shortest round trip among the last ones. Before the first answer it is this machine's time, which
 * is nobody's yet. Thread-safe, never blocks.
 */
final class HeartbeatClock implements ClusterClock {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** After so many samples the best one is forgotten, so that a slow drift is followed. */
  private static final int WINDOW = 30;

  /** Only clocks that nobody sets are so far apart. */
  private static final long APART_MILLIS = 10_000;

  private final LongSupplier nanos;
  private final long startNanos;
  private final long startMillis;
  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

  private volatile long offsetMillis;
  private volatile boolean settled;
  private long bestRoundTrip = Long.MAX_VALUE;
  private int samples;

  HeartbeatClock() {
    this(System::nanoTime, System.currentTimeMillis());
  }

  HeartbeatClock(LongSupplier nanos, long startMillis) {
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
    this.startMillis = startMillis;
  }

  /**
   * The oldest member said that its cluster time was so many milliseconds, between the two local
   * times.
   */
  synchronized void sample(long sentNanos, long receivedNanos, long theirMillis) {
    long roundTrip = receivedNanos - sentNanos;
    if (samples++ >= WINDOW) {
      samples = 0;
      bestRoundTrip = Long.MAX_VALUE;
    }
    if (roundTrip <= bestRoundTrip) {
      bestRoundTrip = roundTrip;
      long middle = sentNanos + roundTrip / 2;
      offsetMillis = theirMillis - localMillis(middle);
    }
    settled = true;
  }

  /** This node is the oldest member: from now on its own time is that of the cluster. */
  void settle() {
    settled = true;
  }

  /** Whether this node knows the time of the cluster; it must not act before. */
  boolean isSettled() {
    return settled;
  }

  /**
   * A sentence for the log when the clock of this machine is far from the cluster's; null when it
   * is not.
   */
  String complaint() {
    long apart = offsetMillis;
    if (Math.abs(apart) < APART_MILLIS) {
      return null;
    }
    return "The clock of this node is "
        + Math.abs(apart) / 1_000
        + " s "
        + (apart > 0 ? "behind" : "ahead of")
        + " that of the oldest member: let both be set by NTP. Cluster time follows the oldest"
        + " member; log lines and whatever else asks this machine do not.";
  }

  @Override
  public long currentTimeMillis() {
    // Asked first: what was read without the offset must not hold the time up until it is reached.
    boolean isOfCluster = settled;
    long now = localMillis(nanos.getAsLong()) + offsetMillis;
    return isOfCluster ? latest.accumulateAndGet(now, Math::max) : now;
  }

  private long localMillis(long atNanos) {
    return startMillis + Math.floorDiv(atNanos - startNanos, NANOS_PER_MILLI);
  }
}
