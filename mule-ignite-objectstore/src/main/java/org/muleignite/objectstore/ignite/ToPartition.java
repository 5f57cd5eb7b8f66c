package org.muleignite.objectstore.ignite;

import javax.cache.Cache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.lang.IgniteClosure;
import org.muleignite.objectstore.rules.PartitionId;

/** Reduces an entry to the name of its Mule partition, before it is sent. Stateless. */
final class ToPartition implements IgniteClosure<Cache.Entry<AffinityKey<String>, byte[]>, String> {

  private static final long serialVersionUID = 1L;

  @Override
  public String apply(Cache.Entry<AffinityKey<String>, byte[]> entry) {
    String text = entry.getKey().key();
    return text.substring(0, PartitionId.encodedLength(text));
  }
}
