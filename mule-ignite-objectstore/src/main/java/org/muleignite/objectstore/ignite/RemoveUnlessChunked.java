package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Entry;

/**
 * Removes and returns an entry, but only returns one whose value lies elsewhere. Runs at the
 * entry's primary, within the transaction that locks it. Stateless.
 */
final class RemoveUnlessChunked
    implements EntryProcessor<AffinityKey<String>, byte[], byte[]>, Serializable {

  static final RemoveUnlessChunked INSTANCE = new RemoveUnlessChunked();

  private static final long serialVersionUID = 1L;

  @Override
  public byte[] process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    byte[] present = entry.getValue();
    if (present != null && !Entry.isChunked(present)) {
      entry.remove();
    }
    return present;
  }
}
