package org.muleignite.objectstore.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Stamp;

/**
 * The operations on a transactional cache, which shows nothing that is not on all copies: {@link
 * SureChanges} says what becomes of changes of single entries. Thread-safe; blocks as {@link
 * EntryOperations} say, and for the engine's transaction timeout.
 */
final class TransactionalEntries extends PlainReads {

  private final SureChanges changes;

  TransactionalEntries(Ignite ignite, IgniteCache<AffinityKey<String>, byte[]> cache) {
    super(cache);
    this.changes = new SureChanges(ignite, cache);
  }

  @Override
  public boolean store(String what, AffinityKey<String> key, byte[] entry) {
    return changes.store(what, key, entry);
  }

  @Override
  public byte[] remove(String what, AffinityKey<String> key, Stamp begin) {
    return changes.remove(what, key, begin);
  }

  @Override
  public boolean removeExactly(String what, AffinityKey<String> key, byte[] header) {
    return changes.removeExactly(what, key, header);
  }
}
