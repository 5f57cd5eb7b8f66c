package org.muleignite.queue.ignite;

import javax.cache.processor.MutableEntry;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.apache.ignite.cache.affinity.AffinityKey;

/**
 * Reads an entry as if to change it: unlike a plain read it waits until the topology is settled,
 * and is done by the one primary copy. Immutable.
 */
final class ReadProcessor implements CacheEntryProcessor<AffinityKey<String>, byte[], byte[]> {

  static final ReadProcessor INSTANCE = new ReadProcessor();

  private static final long serialVersionUID = 1L;

  private ReadProcessor() {}

  @Override
  public byte[] process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... arguments) {
    return entry.getValue();
  }
}
