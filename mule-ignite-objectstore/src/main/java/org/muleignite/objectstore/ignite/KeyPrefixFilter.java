package org.muleignite.objectstore.ignite;

import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.lang.IgniteBiPredicate;

/** Passes the entries whose key begins with a text. Runs on the nodes that hold the entries. */
final class KeyPrefixFilter implements IgniteBiPredicate<AffinityKey<String>, byte[]> {

  private static final long serialVersionUID = 1L;

  private final String prefix;

  KeyPrefixFilter(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public boolean apply(AffinityKey<String> key, byte[] entry) {
    return key.key().startsWith(prefix);
  }
}
