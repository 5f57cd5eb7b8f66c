package org.muleignite.cluster.lock;

import java.util.List;
import java.util.UUID;

/**
 * Tells the benchmark where a lock has its owner, which nobody else has to know; hence in this
 * package. Stateless.
 */
public final class LockOwners {

  private LockOwners() {}

  /**
   * @param id the scope of the artifact included
   */
  public static UUID ownerOf(String id, List<UUID> members) {
    return new ClusterView(1, members).ownerOf(ClusterView.partitionOf(id));
  }
}
