package org.muleignite.cluster.api;

/**
 * Cluster time: the members agree on it within the round trip between them, whatever their own
 * clocks say, and it never runs backwards on a node. Thread-safe, never blocks.
 */
@FunctionalInterface
public interface ClusterClock {

  /** Milliseconds since the epoch. */
  long currentTimeMillis();
}
