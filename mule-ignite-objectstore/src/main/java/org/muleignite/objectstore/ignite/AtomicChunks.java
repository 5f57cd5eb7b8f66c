package org.muleignite.objectstore.ignite;

import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Stamp;

/**
 * The operations on the chunks of large values in an atomic cache. A chunk has a key of its own, is
 * never changed, and counts only once the entry that refers to it does: the engine may repeat all
 * that fails. Thread-safe; blocks as {@link EntryOperations} say.
 */
final class AtomicChunks extends PlainReads {

  AtomicChunks(IgniteCache<AffinityKey<String>, byte[]> cache) {
    super(cache);
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
  public byte[] remove(String what, AffinityKey<String> key, Stamp begin) {
    return EngineCalls.write(what, () -> cache.getAndRemove(key));
  }

  @Override
  public boolean removeExactly(String what, AffinityKey<String> key, byte[] header) {
    return EngineCalls.write(what, () -> cache.invoke(key, new RemoveIfSame(header)));
  }
}
