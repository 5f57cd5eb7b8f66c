package org.muleignite.objectstore.ignite;

import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.distributed.dht.GridDhtTopologyFuture;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtLocalPartition;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionTopology;

/**
 * Reads this node's copy of an entry, where there are exactly two and this one is the backup, so
 * that a change of an atomic cache reaches it last, and one of a transactional cache first. It may
 * answer only while it is complete and the nodes have agreed who has copies: the nodes cannot agree
 * on others before this one has taken part in it, so what they change by a new agreement comes
 * after a reading by the old one.
 *
 * <p>Rests on internals of Ignite: its public interface does not tell who still has a copy besides
 * those that are to have one, nor whether a copy is complete.
 *
 * <p>Thread-safe; no round trip, but may wait for the engine's checkpoint. Fails with a {@link
 * org.muleignite.cluster.api.ClusterException}.
 */
final class LastCopy {

  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final GridCacheContext<?, ?> context;

  LastCopy(Ignite ignite, IgniteCache<AffinityKey<String>, byte[]> cache) {
    this.cache = cache;
    this.context = ((IgniteEx) ignite).context().cache().internalCache(cache.getName()).context();
  }

  /**
   * What this copy says of the key; invalid where it may not answer.
   *
   * @param what begins the message of an error
   */
  Reading read(String what, AffinityKey<String> key) {
    return EngineCalls.read(what, () -> read(key));
  }

  private Reading read(AffinityKey<String> key) {
    GridDhtPartitionTopology topology = context.topology();
    GridDhtTopologyFuture agreement = topology.topologyVersionFuture();
    int partition = context.affinity().partition(key);
    if (!agreement.isDone()
        || agreement.error() != null
        || !isLast(partition, topology, agreement)) {
      return Reading.INVALID;
    }
    byte[] entry = cache.localPeek(key, CachePeekMode.BACKUP);
    return topology.topologyVersionFuture() == agreement && isComplete(partition, topology)
        ? Reading.of(entry)
        : Reading.INVALID;
  }

  private static boolean isLast(
      int partition, GridDhtPartitionTopology topology, GridDhtTopologyFuture agreement) {
    List<ClusterNode> copies = topology.nodes(partition, agreement.topologyVersion());
    return copies.size() == 2 && copies.get(1).isLocal() && isComplete(partition, topology);
  }

  private static boolean isComplete(int partition, GridDhtPartitionTopology topology) {
    GridDhtLocalPartition copy = topology.localPartition(partition);
    return copy != null && copy.state() == GridDhtPartitionState.OWNING;
  }

  /** What a copy said. Immutable. */
  static final class Reading {

    static final Reading INVALID = new Reading(false, null);

    private final boolean valid;
    private final byte[] entry;

    private Reading(boolean valid, byte[] entry) {
      this.valid = valid;
      this.entry = entry;
    }

    /**
     * @param entry null where there is none
     */
    static Reading of(byte[] entry) {
      return new Reading(true, entry);
    }

    /** Whether the copy may answer at all. */
    boolean isValid() {
      return valid;
    }

    /** The entry; null where there is none, or where the copy may not answer. */
    byte[] entry() {
      return entry;
    }
  }
}
