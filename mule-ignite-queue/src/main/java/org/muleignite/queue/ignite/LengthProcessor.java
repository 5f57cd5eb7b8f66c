package org.muleignite.queue.ignite;

import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.affinity.AffinityKey;

/** How many bytes an entry has, none if it is not there; reads it. Immutable. */
final class LengthProcessor implements CacheEntryProcessor<AffinityKey<String>, byte[], Integer> {

  static final LengthProcessor INSTANCE = new LengthProcessor();

  private static final long serialVersionUID = 1L;

  private LengthProcessor() {}

  @Override
  public Integer process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... arguments) {
    return entry.exists() ? entry.getValue().length : null;
  }
}
