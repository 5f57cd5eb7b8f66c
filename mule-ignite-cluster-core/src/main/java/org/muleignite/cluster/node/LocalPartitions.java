package org.muleignite.cluster.node;

import org.apache.ignite.Ignite;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState;

/**
 * The copies that this node has of the partitions of one cache, as the engine sees them. Rests on
 * internals of Ignite: its public interface tells neither whether a copy is complete nor how many
 * changes it has counted. Thread-safe, never blocks.
 */
final class LocalPartitions {

  private final GridCacheContext<?, ?> context;

  LocalPartitions(Ignite ignite, String cache) {
    this.context = ((IgniteEx) ignite).context().cache().internalCache(cache).context();
  }

  /** Whether this node has a copy of the partition that lacks nothing. */
  boolean isComplete(int partition) {
    GridDhtLocalPartition copy = context.topology().localPartition(partition);
    return copy != null && copy.state() == GridDhtPartitionState.OWNING;
  }

  /** Has the next change of an atomic cache counted as if so many more had been made before it. */
  void raise(Object key, long by) {
    GridDhtLocalPartition copy =
        context.topology().localPartition(context.affinity().partition(key));
    copy.updateCounter(copy.updateCounter() + by);
  }
}
