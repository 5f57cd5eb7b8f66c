package org.muleignite.objectstore.ignite;

import java.util.Map;
import java.util.Set;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Stamp;
import org.muleignite.objectstore.rules.StorePort;

/**
 * The operations on the entries of one cache, by the rules that its atomicity asks for, so that
 * each happens once or never and answers what it did, also when the primary of an entry dies
 * meanwhile; see {@link StorePort} for what each answers. The text {@code what} begins the message
 * of an error.
 *
 * <p>Thread-safe; blocks for the network, after the death of a primary also until others have taken
 * over. Fails with a {@link org.muleignite.cluster.api.ClusterException}, a {@link
 * org.muleignite.cluster.api.ClusterUnavailableException} that calls the outcome of a change
 * unknown when nobody can tell any more.
 */
interface EntryOperations {

  /** Stores an entry, whose stamp is its own, unless the key has one; answers whether it did. */
  boolean store(String what, AffinityKey<String> key, byte[] entry);

  boolean contains(String what, AffinityKey<String> key);

  /** The entry of the key, or null. */
  byte[] get(String what, AffinityKey<String> key);

  /** The entries of those of the keys that have one. */
  Map<AffinityKey<String>, byte[]> getAll(String what, Set<AffinityKey<String>> keys);

  /**
   * Removes and returns the entry of the key, or null; one whose value lies elsewhere stays.
   *
   * @param begin a stamp made before the call
   */
  byte[] remove(String what, AffinityKey<String> key, Stamp begin);

  /** Removes exactly the entry with this header; answers whether it did. */
  boolean removeExactly(String what, AffinityKey<String> key, byte[] header);

  /**
   * Removes exactly the entries with these headers.
   *
   * @param headers in an order of their keys that is the same for all callers
   * @return how many
   */
  int removeAll(String what, Map<AffinityKey<String>, byte[]> headers);
}
