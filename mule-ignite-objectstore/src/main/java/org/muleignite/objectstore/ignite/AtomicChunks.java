package org.muleignite.objectstore.ignite;

import java.util.Map;
import java.util.Set;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Stamp;

/**
 * The operations on the chunks of large values in an atomic cache. A chunk has a key of its own, is
 * never changed, and counts only once the entry that refers to it does: the engine may repeat all
 * that fails. Thread-safe; blocks as {@link EntryOperations} say.
 */
final class AtomicChunks implements EntryOperations {

  private final IgniteCache<AffinityKey<String>, byte[]> cache;

  AtomicChunks(IgniteCache<AffinityKey<String>, byte[]> cache) {
    this.cache = cache;
  }

  @Override
  public boolean store(String what, AffinityKey<String> key, byte[] entry) {
    return EngineCalls.write(
        what,
        () -> {
          cache.put(key, entry);
          return true;
        });
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
  public Map<AffinityKey<String>, byte[]> getAll(String what, Set<AffinityKey<String>> keys) {
    return EngineCalls.read(what, () -> cache.getAll(keys));
  }

  @Override
  public byte[] remove(String what, AffinityKey<String> key, Stamp begin) {
    return EngineCalls.write(what, () -> cache.getAndRemove(key));
  }

  @Override
  public boolean removeExactly(String what, AffinityKey<String> key, byte[] header) {
    return EngineCalls.write(what, () -> cache.invoke(key, new RemoveIfSame(header)));
  }

  @Override
  public int removeAll(String what, Map<AffinityKey<String>, byte[]> headers) {
    return RemoveIfSame.fromAll(what, cache, headers);
  }
}
