package org.muleignite.cluster.lock;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * For each partition the epoch of the last report: grants of a lesser epoch are not accepted any
 * more, as the new owner does not know of them. Thread-safe, never blocks.
 */
final class Promises {

  private final AtomicLongArray epochs = new AtomicLongArray(ClusterView.PARTITIONS);

  /**
   * Comes before the report is drawn up, so that a grant is either in it or not accepted.
   *
   * @return whether this is the latest epoch reported to
   */
  boolean promise(int partition, long epoch) {
    return epochs.accumulateAndGet(partition, epoch, Math::max) == epoch;
  }

  boolean accepts(int partition, long epoch) {
    return epoch >= epochs.get(partition);
  }
}
