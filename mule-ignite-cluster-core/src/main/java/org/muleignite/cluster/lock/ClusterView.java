package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The members at one version of the topology, and which of them owns which partition of the lock
 * ids. All nodes compute the same owners from the same version; a change of one member moves only
 * the partitions of that member. Immutable.
 */
final class ClusterView {

  /** Number of partitions; part of the protocol between nodes. */
  static final int PARTITIONS = 128;

  private final long version;
  private final List<UUID> members;
  private final UUID[] owners = new UUID[PARTITIONS];

  ClusterView(long version, List<UUID> members) {
    this.version = version;
    this.members = Collections.unmodifiableList(new ArrayList<>(members));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      owners[partition] = ownerOf(partition, node -> true);
    }
  }

  /** The partition of a lock id, the same on every node. */
  static int partitionOf(String id) {
    int hash = id.hashCode();
    return (int) (mix(hash) >>> 32) & (PARTITIONS - 1);
  }

  long version() {
    return version;
  }

  List<UUID> members() {
    return members;
  }

  boolean contains(UUID node) {
    return members.contains(node);
  }

  /** The node that is to own a partition; null only when there is no member. */
  UUID ownerOf(int partition) {
    return owners[partition];
  }

  /** The node that would be to own it if only some were members; null when none is. */
  UUID ownerOf(int partition, Predicate<UUID> eligible) {
    UUID best = null;
    long bestWeight = 0;
    for (UUID node : members) {
      long weight = weight(partition, node);
      if (eligible.test(node)
          && (best == null
              || weight > bestWeight
              || (weight == bestWeight && node.compareTo(best) > 0))) {
        best = node;
        bestWeight = weight;
      }
    }
    return best;
  }

  private static long weight(int partition, UUID node) {
    return mix(mix(node.getMostSignificantBits() + partition) ^ node.getLeastSignificantBits());
  }

  /** Spreads every bit of the input over all bits of the result. */
  private static long mix(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
