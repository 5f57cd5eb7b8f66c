package org.muleignite.objectstore.ignite;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Visibility;

/**
 * Reads of an atomic cache that answer only what all copies have, so that a primary that dies takes
 * nothing with it that anybody was told: what is not certain is written to all copies once more,
 * see {@link Visibility}.
 *
 * <p>Mostly no round trip where one of two copies is here, otherwise one; for an absent entry whose
 * primary alone may answer, two. Thread-safe; fails with a {@link
 * org.muleignite.cluster.api.ClusterException}.
 */
final class CertainReads {

  private static final int TRIES = 5;

  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final LastCopy copy;
  private final Certainty certainty;
  private final Visibility visibility;

  /**
   * @param copy of this node
   */
  CertainReads(
      IgniteCache<AffinityKey<String>, byte[]> cache,
      LastCopy copy,
      Certainty certainty,
      Visibility visibility) {
    this.cache = cache;
    this.copy = copy;
    this.certainty = certainty;
    this.visibility = visibility;
  }

  boolean contains(String what, AffinityKey<String> key) {
    LastCopy.Reading here = copy.read(what, key);
    return here.isValid() ? certain(what, key, here.entry()) != null : header(what, key) != null;
  }

  /** The entry of the key, or null. */
  byte[] entry(String what, AffinityKey<String> key) {
    LastCopy.Reading here = copy.read(what, key);
    return here.isValid() ? certain(what, key, here.entry()) : ofPrimary(what, key);
  }

  /**
   * What a copy has, once it is certain. Where it is the last copy, the primary has it already, and
   * only who stores it must know.
   */
  private byte[] certain(String what, AffinityKey<String> key, byte[] entry) {
    return entry == null || certainty.isCertain(entry) ? entry : settled(what, key);
  }

  private byte[] ofPrimary(String what, AffinityKey<String> key) {
    while (true) {
      byte[] entry = EngineCalls.read(what, () -> cache.get(key));
      if (entry != null) {
        return certain(what, key, entry);
      }
      if (header(what, key) == null) {
        return null;
      }
    }
  }

  /** The entries of those of the keys that have one; a removal under way may count or not. */
  Map<AffinityKey<String>, byte[]> entries(String what, Set<AffinityKey<String>> keys) {
    Map<AffinityKey<String>, byte[]> entries = new HashMap<>();
    EngineCalls.read(what, () -> cache.getAll(keys))
        .forEach(
            (key, found) -> {
              byte[] entry = certain(what, key, found);
              if (entry != null) {
                entries.put(key, entry);
              }
            });
    return entries;
  }

  /** The header of the key's entry at its primary, or null. */
  byte[] header(String what, AffinityKey<String> key) {
    byte[] header = EngineCalls.read(what, () -> cache.invoke(key, new Look(cache.getName())));
    if (header == null || certainty.isCertain(header)) {
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
      if (present == null || visibility.accept(present)) {
        return present;
      }
      // Whoever stored it has given it up, so nobody else removes it.
      EngineCalls.scan(what, () -> cache.invoke(key, new RemoveIfSame(Entry.header(present))));
    }
    throw new ClusterUnavailableException(
        "Cannot " + what + " (nothing was changed): its entry changes all the time; try again.");
  }
}
