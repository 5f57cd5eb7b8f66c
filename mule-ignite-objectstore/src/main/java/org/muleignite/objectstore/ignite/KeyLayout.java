package org.muleignite.objectstore.ignite;

import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.objectstore.rules.StorableText;

/**
 * Where in the cache an entry lies; part of the stored format. A key names Mule partition and entry
 * and is unique by itself; by its affinity a Mule partition is confined to {@value #SHARDS} shards,
 * each of which lies in one partition of the cache. Stateless.
 */
final class KeyLayout {

  /**
   * A large store is served by that many primaries and a small one is listed by that many requests.
   */
  static final int SHARDS = 4;

  private KeyLayout() {}

  static AffinityKey<String> cacheKey(PartitionId partition, String key) {
    int shard = Math.floorMod(spread(key.hashCode()), SHARDS);
    return new AffinityKey<>(
        partition.encoded() + StorableText.encode(key), affinity(partition, shard));
  }

  /** Reverses {@link #cacheKey}. */
  static String muleKey(PartitionId partition, String cacheKey) {
    return StorableText.decode(cacheKey.substring(partition.encoded().length()));
  }

  static String affinity(PartitionId partition, int shard) {
    return partition.encoded() + shard;
  }

  private static int spread(int hash) {
    return hash ^ hash >>> 16 ^ hash >>> 7;
  }
}
