package org.muleignite.objectstore.ignite;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.muleignite.objectstore.rules.Entry;

/**
 * Answers the header of an entry, or null. What was removed lately is removed from all copies once
 * more before it is called absent: the removal may have reached the primary only. Runs at the
 * entry's primary; used once.
 */
final class Look implements EntryProcessor<AffinityKey<String>, byte[], byte[]>, Serializable {

  private static final long serialVersionUID = 1L;

  private final String cache;

  @IgniteInstanceResource private transient Ignite ignite;

  Look(String cache) {
    this.cache = cache;
  }

  @Override
  public byte[] process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    byte[] present = entry.getValue();
    if (present != null) {
      return Entry.header(present);
    }
    if (LocalIndexes.mayHaveRemoved(ignite, cache, entry.getKey())) {
      entry.remove();
    }
    return null;
  }
}
