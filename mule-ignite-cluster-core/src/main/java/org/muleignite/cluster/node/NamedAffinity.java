package org.muleignite.cluster.node;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.ignite.cache.affinity.AffinityFunction;
import org.apache.ignite.cache.affinity.AffinityFunctionContext;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cluster.ClusterNode;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.EntryNames;
import org.muleignite.cluster.config.BackupsByName;
import org.muleignite.cluster.config.ClusterSettings;

/**
 * Puts the entries of a queue or store into partitions that have as many backups as its name asks
 * for, so that different numbers live in one cache, and one change may span them. What has no name
 * is kept in as many copies as there are at most. Otherwise as Ignite's own rendezvous affinity.
 *
 * <p>Immutable; stored with the cache.
 */
final class NamedAffinity implements AffinityFunction {

  private static final long serialVersionUID = 1L;

  private final RendezvousAffinityFunction rendezvous =
      new RendezvousAffinityFunction(false, PartitionLayout.PARTITIONS);
  private final PartitionLayout layout;
  private final EntryNames names;
  private final BackupsByName numbers;
  private final int usual;

  NamedAffinity(CacheSpec spec, ClusterSettings settings, PartitionLayout layout) {
    this.layout = layout;
    this.names = spec.names();
    this.numbers = new BackupsByName(spec.backupsByName(), settings.get(spec.backupsByName()));
    this.usual = settings.getBackups();
  }

  @Override
  public int partition(Object key) {
    if (!(key instanceof String)) {
      // Of no queue or store: such a key stands for its partition.
      return rendezvous.partition(key);
    }
    return layout.partition(rendezvous.partition(key), backups(key));
  }

  private int backups(Object key) {
    String name = names.nameOf((String) key);
    return name == null ? layout.most() : numbers.of(name, usual);
  }

  @Override
  public List<List<ClusterNode>> assignPartitions(AffinityFunctionContext context) {
    List<ClusterNode> nodes = context.currentTopologySnapshot();
    List<List<ClusterNode>> assignments = new ArrayList<>();
    for (int partition = 0; partition < partitions(); partition++) {
      int backups = layout.backups(partition);
      assignments.add(rendezvous.assignPartition(partition, nodes, backups, null));
    }
    return assignments;
  }

  @Override
  public int partitions() {
    return rendezvous.partitions();
  }

  @Override
  public void reset() {
    rendezvous.reset();
  }

  @Override
  public void removeNode(UUID nodeId) {
    rendezvous.removeNode(nodeId);
  }
}
