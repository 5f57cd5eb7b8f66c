package org.muleignite.objectstore.rules;

import java.util.Set;

/** Which partitions hold entries. Thread-safe; blocks; errors as in {@link StorePort}. */
@FunctionalInterface
public interface PartitionCatalog {

  /** The partitions of the scope with at least one entry; may read the whole kind of store. */
  Set<PartitionId> nonEmpty(String scope);
}
