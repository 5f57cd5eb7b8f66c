package org.muleignite.objectstore.rules;

import java.util.Map;
import java.util.Set;

/**
 * Which partitions hold entries. Thread-safe; blocks, and reads all keys of the kind of store;
 * errors as in {@link StorePort}.
 */
public interface PartitionCatalog {

  /** The partitions of the scope with at least one entry. */
  Set<PartitionId> nonEmpty(String scope);

  /** All partitions with at least one entry, of all scopes, and how many each has. */
  Map<PartitionId, Integer> sizes();
}
