package org.muleignite.cluster.node;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.resources.IgniteInstanceResource;

/**
 * Makes all copies that a partition of a durable atomic cache has at present count as newer than
 * any that is away, by changing nothing, but with a number that no copy can have reached. Runs at
 * the primary, while the entry, which never exists, is locked; does no harm when it runs more
 * often.
 */
final class RaiseCounter
    implements EntryProcessor<AffinityKey<String>, byte[], Void>, Serializable {

  private static final long serialVersionUID = 1L;

  /** More changes than a node can have counted alone, and room for two thousand million raises. */
  private static final long RAISE = 1L << 32;

  private final String cache;

  @IgniteInstanceResource private transient Ignite ignite;

  RaiseCounter(String cache) {
    this.cache = cache;
  }

  @Override
  public Void process(MutableEntry<AffinityKey<String>, byte[]> entry, Object... unused) {
    new LocalPartitions(ignite, cache).raise(entry.getKey(), RAISE);
    // Sent to the other copies and written to the log, with the number, although nothing is there.
    entry.remove();
    return null;
  }
}
