package org.muleignite.objectstore.rules;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The entries of one kind of store, as the rules need them. An implementation MUST
 *
 * <ol>
 *   <li>answer each single-key operation as if all of them, from all nodes, happened one after the
 *       other;
 *   <li>have every acknowledged change on all copies (and, for persistent stores, in the log of
 *       each), so that it survives the crash of as many nodes as there are backups;
 *   <li>touch only the entries of the partition that it is asked for;
 *   <li>fail with a {@link org.muleignite.cluster.api.ClusterException}, a {@link
 *       org.muleignite.cluster.api.ClusterUnavailableException} where a later try may succeed.
 * </ol>
 *
 * <p>Thread-safe. Every method blocks for its network round trips. The caller checks membership.
 */
public interface StorePort {

  /** Stores the entry unless the key has one; false: it has, and nothing was changed. */
  boolean putIfAbsent(PartitionId partition, String key, byte[] entry);

  boolean contains(PartitionId partition, String key);

  /** The entries of those of the keys that have one, each as it was at some time of the call. */
  Map<String, byte[]> get(PartitionId partition, Collection<String> keys);

  /** Removes and returns the entry of the key, or null if there is none. */
  byte[] getAndRemove(PartitionId partition, String key);

  /**
   * All entries that were in the partition from the begin to the end of the call, and perhaps
   * others that came or went meanwhile; in no order.
   */
  List<Mark> list(PartitionId partition);

  /**
   * Removes each of the entries, unless it is gone or another has taken its place by then.
   *
   * @return how many were removed
   */
  int removeExactly(PartitionId partition, Collection<Mark> entries);
}
