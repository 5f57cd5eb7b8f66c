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
 * <p>{@link #list}, {@link #oldest} and {@link #count} take into account every entry that was in
 * the partition from the begin to the end of the call, and perhaps others that came or went
 * meanwhile. A change under way counts or does not, also when it never comes true because a node
 * dies in the middle of it.
 *
 * <p>Thread-safe. Every method blocks for its network round trips. The caller checks membership.
 */
public interface StorePort {

  /** Stores the entry unless the key has one; false: it has, and nothing was changed. */
  boolean putIfAbsent(PartitionId partition, String key, byte[] entry);

  boolean contains(PartitionId partition, String key);

  /** The entries of those of the keys that have one, each as it was at some time of the call. */
  Map<String, byte[]> get(PartitionId partition, Collection<String> keys);

  /**
   * Removes and returns the entry of the key, or null if there is none. An entry that {@link
   * Entry#isChunked} is returned, but stays.
   *
   * @param begin a stamp made before the call, to tell an older entry from a later one
   */
  byte[] removeUnlessChunked(PartitionId partition, String key, Stamp begin);

  /** Removes the entry, unless it is gone or another has taken its place; whether it did. */
  boolean removeOne(PartitionId partition, Mark entry);

  /** All entries, in no order. */
  List<Mark> list(PartitionId partition);

  /**
   * The oldest of the readable entries, oldest first.
   *
   * @param insertedBy only those that were inserted at this time or before, in milliseconds of
   *     cluster time
   * @param limit so many at most
   */
  List<Mark> oldest(PartitionId partition, long insertedBy, int limit);

  /** How many entries there are, unreadable ones included. */
  int count(PartitionId partition);

  /**
   * Removes each of the entries, unless it is gone or another has taken its place by then.
   *
   * @return how many were removed; while nodes fail, perhaps less than there were
   */
  int removeExactly(PartitionId partition, Collection<Mark> entries);
}
