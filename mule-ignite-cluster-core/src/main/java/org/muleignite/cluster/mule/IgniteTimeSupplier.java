package org.muleignite.cluster.mule;

import org.mule.runtime.api.time.TimeSupplier;
import org.muleignite.cluster.api.ClusterClock;

/**
 * Mule's {@link TimeSupplier} on cluster time, in milliseconds since the epoch. Thread-safe, never
 * blocks.
 */
public final class IgniteTimeSupplier implements TimeSupplier {

  private final ClusterClock clock;

  public IgniteTimeSupplier(ClusterClock clock) {
    this.clock = clock;
  }

  @Override
  public Long get() {
    return clock.currentTimeMillis();
  }

  /**
   * Part of Mule's interface from 4.3 on, where it is abstract; unknown to the version we compile
   * against.
   */
  public long getAsLong() {
    return clock.currentTimeMillis();
  }
}
