package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.affinity.AffinityKey;

/**
 * Writes what the primary has, or that it has nothing, to all copies once more, and answers it.
 * What a dead primary sent before comes too late from then on. Has the same effect however often it
 * runs. Stateless.
 */
final class WriteAgain
    implements EntryProcessor<AffinityKey<String>, byte[], byte[]>, Serializable {

  static final WriteAgain INSTANCE = new WriteAgain();

  private static final long serialVersionUID = 1L;

  @Override
  public byte[] process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    byte[] present = entry.getValue();
    if (present == null) {
      entry.remove();
    } else {
      entry.setValue(present);
    }
    return present;
  }
}
