package org.muleignite.objectstore.ignite;

import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterNode;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.objectstore.rules.PartitionId;

/** Where entries of object stores lie, for tests that need some on a certain node. */
public final class StorePlaces {

  private StorePlaces() {}

  /** The node with the primary copy of a key, then those with the backups. */
  public static List<ClusterNode> copies(
      Ignite ignite, StoreKind kind, PartitionId partition, String key) {
    Affinity<AffinityKey<String>> places = ignite.affinity(kind.cache().name());
    return List.copyOf(places.mapKeyToPrimaryAndBackups(KeyLayout.cacheKey(partition, key)));
  }
}
