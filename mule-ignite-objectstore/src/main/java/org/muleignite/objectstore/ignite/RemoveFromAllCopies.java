package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Entry;

/**
 * Removes and returns an entry of an atomic cache, but only returns one whose value lies elsewhere.
 * Runs at the entry's primary, while it is locked. Stateless.
 */
final class RemoveFromAllCopies
    implements EntryProcessor<AffinityKey<String>, byte[], byte[]>, Serializable {

  static final RemoveFromAllCopies INSTANCE = new RemoveFromAllCopies();

  private static final long serialVersionUID = 1L;

  @Override
  public byte[] process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    byte[] present = entry.getValue();
    if (present == null || !Entry.isChunked(present)) {
      // Also where there is nothing: another removal may not have reached all copies yet.
      entry.remove();
    }
    return present;
  }
}
