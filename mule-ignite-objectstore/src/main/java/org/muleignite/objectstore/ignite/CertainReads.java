package org.muleignite.objectstore.ignite;

import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.configuration.CacheConfiguration;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Visibility;

/**
 * Reads of single entries at their primaries that answer only what all copies have, so that a
 * primary that dies takes nothing with it that anybody was told: see {@link Visibility}. In an
 * atomic cache what is not certain is written to all copies once more; a transactional one shows
 * nothing that is not on all copies.
 *
 * <p>Usually one round trip, none where the primary is here; for an absent entry of an atomic cache
 * two. Thread-safe.
 */
final class CertainReads {

  private static final int TRIES = 100;

  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final Visibility visibility;
  private final boolean atomic;

  CertainReads(IgniteCache<AffinityKey<String>, byte[]> cache, Visibility visibility) {
    this.cache = cache;
    this.visibility = visibility;
    CacheConfiguration<?, ?> configuration = cache.getConfiguration(CacheConfiguration.class);
    this.atomic = configuration.getAtomicityMode() == CacheAtomicityMode.ATOMIC;
  }

  boolean contains(String what, AffinityKey<String> key) {
    return atomic
        ? header(what, key) != null
        : EngineCalls.read(what, () -> cache.containsKey(key));
  }

  /** The entry of the key, or null. */
  byte[] entry(String what, AffinityKey<String> key) {
    while (true) {
      byte[] entry = EngineCalls.read(what, () -> cache.get(key));
      if (entry != null) {
        return isCertain(entry) ? entry : settled(what, key);
      }
      if (!atomic || header(what, key) == null) {
        return null;
      }
    }
  }

  private boolean isCertain(byte[] entry) {
    return atomic ? visibility.isCertain(entry) : visibility.accept(entry);
  }

  /** The header of the key's entry, or null. */
  byte[] header(String what, AffinityKey<String> key) {
    if (!atomic) {
      byte[] entry = entry(what, key);
      return entry == null ? null : Entry.header(entry);
    }
    byte[] header = EngineCalls.read(what, () -> cache.invoke(key, new Look(cache.getName())));
    if (header == null || visibility.isCertain(header)) {
      return header;
    }
    byte[] settled = settled(what, key);
    return settled == null ? null : Entry.header(settled);
  }

  /**
   * The entry of the key, or null, after all that dead nodes had begun with it has come true or
   * never will.
   */
  byte[] settled(String what, AffinityKey<String> key) {
    for (int left = TRIES; left > 0; left--) {
      byte[] present = EngineCalls.scan(what, () -> cache.invoke(key, WriteAgain.INSTANCE));
      if (present == null || visibility.accept(Entry.header(present))) {
        return present;
      }
      // Whoever stores it is about to replace it.
      EngineCalls.pause();
    }
    throw new ClusterUnavailableException(
        "Cannot " + what + ": the node that stores an entry does not finish; try again.");
  }
}
