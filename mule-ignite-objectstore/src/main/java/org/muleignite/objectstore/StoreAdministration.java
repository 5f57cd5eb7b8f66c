package org.muleignite.objectstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.objectstore.rules.StoreRules;

/**
 * What an operator may want to know of, and do to, all object stores of the cluster: partitions of
 * artifacts that are long gone, or with random names that nobody will ever open again, stay until
 * they are purged.
 *
 * <p>Thread-safe. Both methods block for network round trips and fail with {@link
 * org.muleignite.cluster.api.ClusterException}. Nothing is kept in memory; a crash during a purge
 * leaves the rest for the next one.
 */
public final class StoreAdministration {

  private final Supplier<Map<StoreKind, StoreRules>> running;

  StoreAdministration(Supplier<Map<StoreKind, StoreRules>> running) {
    this.running = running;
  }

  /** All partitions with entries, of all artifacts. Reads the keys of all entries. */
  public List<StoredPartition> list() {
    List<StoredPartition> all = new ArrayList<>();
    running
        .get()
        .forEach(
            (kind, rules) ->
                rules
                    .sizes()
                    .forEach(
                        (partition, entries) ->
                            all.add(
                                new StoredPartition(
                                    kind,
                                    partition.scope(),
                                    partition.name(),
                                    entries,
                                    rules.isInUse(partition)))));
    return all;
  }

  /**
   * Removes all that is in a partition which no member has open; what somebody stores there
   * meanwhile stays.
   *
   * @param artifact see {@link StoredPartition#artifact}
   * @param name see {@link StoredPartition#name}
   * @return how many entries were removed
   * @throws org.muleignite.cluster.api.ClusterException also when the partition is in use, or a
   *     live member did not say whether it uses it; nothing was removed then
   */
  public int purge(StoreKind kind, String artifact, String name) {
    return running.get().get(kind).purge(new PartitionId(artifact, name));
  }
}
