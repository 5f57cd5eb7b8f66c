package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.muleignite.cluster.api.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On which nodes the data is and whether all of it is there, and the two decisions about it that
 * only an operator can take. Thread-safe; the decisions and the number of entries block for the
 * whole cluster.
 */
public final class DataPlacement {

  private static final Logger LOGGER = LoggerFactory.getLogger(DataPlacement.class);

  private final Ignite ignite;
  private final Collection<String> caches;
  private final JoinPolicy policy;

  DataPlacement(Ignite ignite, Collection<String> caches, JoinPolicy policy) {
    this.ignite = ignite;
    this.caches = caches;
    this.policy = policy;
  }

  /** Whether data can be used at all. */
  public boolean isActive() {
    return ignite.cluster().state() == ClusterState.ACTIVE;
  }

  /** The stable ids of the nodes that data is placed on; empty before the first activation. */
  public List<String> baseline() {
    return Activation.baselineOf(ignite).stream()
        .map(BaselineNode::consistentId)
        .map(String::valueOf)
        .sorted()
        .collect(toList());
  }

  /** How many partitions of all caches have no live copy. */
  public int partitionsWithoutCopy() {
    return isActive()
        ? caches.stream().mapToInt(cache -> ignite.cache(cache).lostPartitions().size()).sum()
        : 0;
  }

  /** The caches of which a partition has no live copy. */
  List<String> incomplete() {
    return caches.stream()
        .filter(cache -> !ignite.cache(cache).lostPartitions().isEmpty())
        .collect(toList());
  }

  /** How many entries each cache has in the whole cluster. */
  public Map<String, Long> entries() {
    Map<String, Long> entries = new TreeMap<>();
    if (isActive()) {
      caches.forEach(
          cache -> entries.put(cache, ignite.cache(cache).sizeLong(CachePeekMode.PRIMARY)));
    }
    return entries;
  }

  /**
   * Lets a cluster that waits for nodes serve without them. What only they have is lost: they are
   * brought to the state of those that are here when they come back.
   */
  public void activate() {
    LOGGER.warn("The cluster is activated without the nodes it waits for, on an operator's word.");
    ignite.cluster().state(ClusterState.ACTIVE);
  }

  /**
   * Lets the partitions without a live copy serve again, empty or with what was left of them. The
   * nodes that are away lose their place: whoever of them comes back is filled from the others.
   *
   * @throws ClusterException when this is not the oldest member, which alone keeps others from
   *     joining meanwhile; nothing was changed
   */
  public void acceptLoss() {
    ClusterNode oldest = ignite.cluster().forServers().forOldest().node();
    if (!oldest.isLocal()) {
      throw new ClusterException(
          "The loss of data can only be accepted on the oldest member, node "
              + oldest.consistentId()
              + " at "
              + oldest.addresses()
              + ": ask there.");
    }
    List<String> incomplete = incomplete();
    LOGGER.warn("The loss of partitions of {} is accepted, on an operator's word.", incomplete);
    if (!incomplete.isEmpty()) {
      policy.whileClosed(
          () -> ignite.cluster().setBaselineTopology(ignite.cluster().forServers().nodes()));
      ignite.resetLostPartitions(incomplete);
    }
  }
}
