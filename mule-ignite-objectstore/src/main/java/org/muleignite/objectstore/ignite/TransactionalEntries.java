package org.muleignite.objectstore.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;

/**
 * The operations on a transactional cache, whose primaries show nothing that is not on all copies:
 * {@link SureChanges} says what becomes of changes of single entries.
 *
 * <p>With one backup, the primary commits after it. So what the backup has and is certain, nobody
 * has been told to be removed; what it lacks, the primary may still have. Thread-safe; blocks as
 * {@link EntryOperations} say, and for the engine's transaction timeout.
 */
final class TransactionalEntries extends PlainReads {

  private final SureChanges changes;
  private final LastCopy copy;
  private final Certainty certainty;

  TransactionalEntries(
      Ignite ignite,
      IgniteCache<AffinityKey<String>, byte[]> cache,
      LastCopy copy,
      Certainty certainty) {
    super(cache);
    this.changes = new SureChanges(ignite, cache);
    this.copy = copy;
    this.certainty = certainty;
  }

  @Override
  public boolean contains(String what, AffinityKey<String> key) {
    return certainHere(what, key) != null || super.contains(what, key);
  }

  @Override
  public byte[] get(String what, AffinityKey<String> key) {
    byte[] entry = certainHere(what, key);
    return entry == null ? super.get(what, key) : entry;
  }

  private byte[] certainHere(String what, AffinityKey<String> key) {
    byte[] entry = copy.read(what, key).entry();
    return entry != null && certainty.isCertain(entry) ? entry : null;
  }

  @Override
  public boolean store(String what, AffinityKey<String> key, byte[] entry) {
    Stamp stamp = Entry.stamp(entry).get();
    return certainty.whileStoring(stamp, () -> changes.store(what, key, entry));
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
