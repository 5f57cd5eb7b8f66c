package org.muleignite.objectstore.ignite;

import javax.cache.Cache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.lang.IgniteClosure;
import org.muleignite.objectstore.rules.Entry;

/** Reduces an entry to what a listing needs, before it is sent; runs where the entry is. */
final class ToListed implements IgniteClosure<Cache.Entry<AffinityKey<String>, byte[]>, Listed> {

  private static final long serialVersionUID = 1L;

  @Override
  public Listed apply(Cache.Entry<AffinityKey<String>, byte[]> entry) {
    return new Listed(entry.getKey().key(), Entry.header(entry.getValue()));
  }
}
