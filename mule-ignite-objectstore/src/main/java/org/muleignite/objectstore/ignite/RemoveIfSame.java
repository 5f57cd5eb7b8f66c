package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.Entry;

/**
 * Removes an entry if it has exactly this header; answers whether it did. Runs at the entry's
 * primary, within the transaction that locks it; has the same effect however often it runs.
 */
final class RemoveIfSame
    implements EntryProcessor<AffinityKey<String>, byte[], Boolean>, Serializable {

  private static final long serialVersionUID = 1L;

  private final byte[] header;

  RemoveIfSame(byte[] header) {
    this.header = header;
  }

  @Override
  public Boolean process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    byte[] present = entry.getValue();
    if (present == null || !Entry.hasHeader(present, header)) {
      return false;
    }
    entry.remove();
    return true;
  }
}
