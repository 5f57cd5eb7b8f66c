package org.muleignite.cluster.node;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.affinity.AffinityKey;

/**
 * Writes what the primary has of an entry, or that it has nothing, to all copies. Has the same
 * effect however often it runs. Stateless.
 */
final class AlignCopies implements EntryProcessor<AffinityKey<String>, byte[], Void>, Serializable {

  static final AlignCopies INSTANCE = new AlignCopies();

  private static final long serialVersionUID = 1L;

  @Override
  public Void process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    if (entry.exists()) {
      entry.setValue(entry.getValue());
    } else {
      entry.remove();
    }
    return null;
  }
}
