package org.muleignite.objectstore.rules;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.muleignite.cluster.api.ClusterClock;

/** Makes the stamps of the entries that this node inserts. Thread-safe, never blocks. */
public final class StampSource {

  private final ClusterClock clock;
  private final long origin;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * @param node the node's id, which must change with every start
   */
  public StampSource(ClusterClock clock, UUID node) {
    this.clock = clock;
    this.origin = originOf(node);
  }

  /** What the stamps of a node say of where they come from. */
  static long originOf(UUID node) {
    return node.getMostSignificantBits() ^ node.getLeastSignificantBits();
  }

  Stamp next() {
    // The number first: of two inserts, the one that began later can then not be the older one
    // by both clock and number.
    long number = sequence.getAndIncrement();
    return new Stamp(clock.currentTimeMillis(), number, origin);
  }

  boolean isOwn(Stamp stamp) {
    return stamp.origin() == origin;
  }

  long now() {
    return clock.currentTimeMillis();
  }
}
