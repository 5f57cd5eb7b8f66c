package org.muleignite.objectstore.ignite;

import java.util.Map;
import java.util.Set;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;

/**
 * Operations whose reads show what the engine answers, as it is: right where the engine shows
 * nothing that is not on all copies, and where entries never change. Thread-safe; blocks as {@link
 * EntryOperations} say.
 */
abstract class PlainReads implements EntryOperations {

  final IgniteCache<AffinityKey<String>, byte[]> cache;

  PlainReads(IgniteCache<AffinityKey<String>, byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public boolean contains(String what, AffinityKey<String> key) {
    return EngineCalls.read(what, () -> cache.containsKey(key));
  }

  @Override
  public byte[] get(String what, AffinityKey<String> key) {
    return EngineCalls.read(what, () -> cache.get(key));
  }

  @Override
  public final Map<AffinityKey<String>, byte[]> getAll(String what, Set<AffinityKey<String>> keys) {
    return EngineCalls.read(what, () -> cache.getAll(keys));
  }

  @Override
  public final int removeAll(String what, Map<AffinityKey<String>, byte[]> headers) {
    return RemoveIfSame.fromAll(what, cache, headers);
  }
}
