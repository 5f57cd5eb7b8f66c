package org.muleignite.cluster.lock;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * For each partition the node that is believed to own it: the one that last took it over, granted
 * from it, or was named by a node that does not own it. Only a belief: a wrong one costs a short
 * wait. Thread-safe, never blocks.
 */
final class Routes {

  private final AtomicReferenceArray<UUID> known =
      new AtomicReferenceArray<>(ClusterView.PARTITIONS);

  /** Null: nobody known. */
  UUID known(int partition) {
    return known.get(partition);
  }

  void learn(int partition, UUID owner) {
    if (!owner.equals(known.get(partition))) {
      known.set(partition, owner);
    }
  }

  /** The node said that it does not own the partition, and who does; null: it does not know. */
  void correct(int partition, UUID wrong, UUID hint) {
    UUID believed = known.get(partition);
    if (believed == null || believed.equals(wrong)) {
      known.compareAndSet(partition, believed, wrong.equals(hint) ? null : hint);
    }
  }
}
