package org.muleignite.objectstore.rules;

import java.util.Set;

/**
 * Who uses which partition, in the whole cluster. Thread-safe; blocks for a round trip to the
 * slowest member, at most for the implementation's time limit.
 */
public interface UsagePort {

  /**
   * Whether any member, this node included, has the partition open.
   *
   * @throws org.muleignite.cluster.api.ClusterException when a live member did not answer
   */
  boolean isOpenAnywhere(PartitionId partition);

  /** The names of the partitions of the scope that any member has open; errors as above. */
  Set<String> openAnywhere(String scope);
}
