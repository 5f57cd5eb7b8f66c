package org.muleignite.objectstore.ignite;

import java.util.Map;
import java.util.Set;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Stamp;

/**
 * The operations on a transactional cache, which shows nothing that is not on all copies: {@link
 * SureChanges} says what becomes of changes of single entries. Thread-safe; blocks as {@link
 * EntryOperations} say, and for the engine's transaction timeout.
 */
final class TransactionalEntries implements EntryOperations {

  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final SureChanges changes;

  TransactionalEntries(Ignite ignite, IgniteCache<AffinityKey<String>, byte[]> cache) {
    this.cache = cache;
    this.changes = new SureChanges(ignite, cache);
  }

  @Override
  public boolean store(String what, AffinityKey<String> key, byte[] entry) {
    return changes.store(what, key, entry);
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
    return changes.remove(what, key, begin);
  }

  @Override
  public boolean removeExactly(String what, AffinityKey<String> key, byte[] header) {
    return changes.removeExactly(what, key, header);
  }

  @Override
  public int removeAll(String what, Map<AffinityKey<String>, byte[]> headers) {
    return RemoveIfSame.fromAll(what, cache, headers);
  }
}
