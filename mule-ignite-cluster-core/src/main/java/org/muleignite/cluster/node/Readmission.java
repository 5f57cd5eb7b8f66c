package org.muleignite.cluster.node;

import org.apache.ignite.Ignite;
import org.muleignite.cluster.membership.IgniteMembership;

/**
 * How a running cluster takes in a node whose {@link LocalCopies} cannot be relied on. Where every
 * partition has a live copy, the node has to come without its own ones, and is filled. Where some
 * have none, only that node may have them; if in addition the cluster is below the quorum, then all
 * were cut from each other: nobody could acknowledge anything, and all start anew together, so that
 * nothing is acknowledged before the last one is there. Thread-safe.
 */
final class Readmission {

  private static final String CHANGING = JoinPolicy.NOT_NOW + "it has just changed.";

  private final Ignite ignite;
  private final IgniteMembership membership;
  private final DataPlacement placement;

  private static final class Sight {
    private final long topologyVersion;
    private final boolean active;
    private final boolean complete;
    private final boolean settled;

    Sight(long topologyVersion, boolean active, boolean complete, boolean settled) {
      this.topologyVersion = topologyVersion;
      this.active = active;
      this.complete = complete;
      this.settled = settled;
    }
  }

  private volatile Sight last;

  Readmission(Ignite ignite, IgniteMembership membership, DataPlacement placement) {
    this.ignite = ignite;
    this.membership = membership;
    this.placement = placement;
  }

  /**
   * Finds out how the data is, for later questions; to be called again and again. Partitions count
   * as lost a moment after the node is gone, so that only the second look at a topology is good.
   */
  void look() {
    long version = ignite.cluster().topologyVersion();
    boolean active = placement.isActive();
    boolean complete = active && placement.incomplete().isEmpty();
    Sight before = last;
    boolean settled = before != null && before.topologyVersion == version;
    last = new Sight(version, active, complete, settled);
  }

  /**
   * Why a node whose copies cannot be relied on may not join as it is; null when it may. Never
   * blocks: Ignite's discovery asks.
   *
   * @param diverged whether it was cut off, so that the others may have been cut from each other
   */
  String hindrance(boolean diverged) {
    Sight sight = last;
    if (sight == null || sight.topologyVersion != ignite.cluster().topologyVersion()) {
      return CHANGING;
    }
    if (!sight.active) {
      return null;
    }
    if (!sight.settled) {
      return CHANGING;
    }
    if (sight.complete) {
      return JoinPolicy.WITHOUT_COPIES;
    }
    if (!diverged || membership.hasQuorum()) {
      return null;
    }
    membership.giveWay();
    return JoinPolicy.NOT_NOW + "its nodes start anew, as all were cut from each other.";
  }
}
