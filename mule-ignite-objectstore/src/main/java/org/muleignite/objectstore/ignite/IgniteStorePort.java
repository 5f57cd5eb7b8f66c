package org.muleignite.objectstore.ignite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.processor.EntryProcessorResult;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.objectstore.rules.Mark;
import org.muleignite.objectstore.rules.PartitionCatalog;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.objectstore.rules.StorePort;

/**
 * The entries of one kind of store in one transactional cache: a single-key operation is one cache
 * operation, at the key's primary.
 *
 * <p>A listing scans the partitions of the cache in which the shards of the Mule partition lie,
 * each at one of its owners, and sends keys and headers only. It costs in proportion to all that
 * lies in those cache partitions, other stores' entries included.
 *
 * <p>Thread-safe; blocks for the network and the engine's transaction timeout.
 */
public final class IgniteStorePort implements StorePort, PartitionCatalog {

  /**
   * Bounds how many locks one of our transactions holds, and for how long. In one transaction a
   * removal costs about a tenth of one by itself.
   */
  private static final int REMOVE_BATCH = 128;

  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final Affinity<Object> affinity;
  private final boolean persistent;

  public IgniteStorePort(Ignite ignite, CacheSpec spec) {
    this.cache = ignite.cache(spec.name());
    this.affinity = ignite.affinity(spec.name());
    this.persistent = spec.isPersistent();
  }

  @Override
  public boolean putIfAbsent(PartitionId partition, String key, byte[] entry) {
    if (persistent && entry.length > CacheSpec.MAX_CHANGE_BYTES) {
      throw new ClusterException(
          String.format(
              "A persistent object store takes values of at most %d bytes, this one has %d; nothing"
                  + " was stored. Keep large contents elsewhere, or use a transient store.",
              CacheSpec.MAX_CHANGE_BYTES, entry.length));
    }
    AffinityKey<String> cacheKey = KeyLayout.cacheKey(partition, key);
    return EngineCalls.write(
        "store an entry in " + partition, () -> cache.putIfAbsent(cacheKey, entry));
  }

  @Override
  public boolean contains(PartitionId partition, String key) {
    AffinityKey<String> cacheKey = KeyLayout.cacheKey(partition, key);
    return EngineCalls.read("look up an entry of " + partition, () -> cache.containsKey(cacheKey));
  }

  @Override
  public Map<String, byte[]> get(PartitionId partition, Collection<String> keys) {
    if (keys.size() == 1) {
      return getOne(partition, keys.iterator().next());
    }
    Map<AffinityKey<String>, String> wanted = new HashMap<>();
    keys.forEach(key -> wanted.put(KeyLayout.cacheKey(partition, key), key));
    Map<String, byte[]> found = new HashMap<>();
    EngineCalls.read("read entries of " + partition, () -> cache.getAll(wanted.keySet()))
        .forEach((cacheKey, entry) -> found.put(wanted.get(cacheKey), entry));
    return found;
  }

  private Map<String, byte[]> getOne(PartitionId partition, String key) {
    AffinityKey<String> cacheKey = KeyLayout.cacheKey(partition, key);
    byte[] entry = EngineCalls.read("read an entry of " + partition, () -> cache.get(cacheKey));
    return entry == null ? Collections.emptyMap() : Collections.singletonMap(key, entry);
  }

  @Override
  public byte[] getAndRemove(PartitionId partition, String key) {
    AffinityKey<String> cacheKey = KeyLayout.cacheKey(partition, key);
    return EngineCalls.write(
        "remove an entry from " + partition, () -> cache.getAndRemove(cacheKey));
  }

  @Override
  public List<Mark> list(PartitionId partition) {
    Set<Integer> cachePartitions = new LinkedHashSet<>();
    for (int shard = 0; shard < KeyLayout.SHARDS; shard++) {
      cachePartitions.add(affinity.partition(KeyLayout.affinity(partition, shard)));
    }
    List<Mark> marks = new ArrayList<>();
    for (int cachePartition : cachePartitions) {
      for (Listed listed : scan(partition.encoded(), cachePartition)) {
        marks.add(new Mark(KeyLayout.muleKey(partition, listed.cacheKey()), listed.header()));
      }
    }
    return marks;
  }

  @Override
  public int removeExactly(PartitionId partition, Collection<Mark> entries) {
    Map<String, List<Mark>> byShard = new LinkedHashMap<>();
    for (Mark mark : entries) {
      String shard = KeyLayout.cacheKey(partition, mark.key()).affinityKey();
      byShard.computeIfAbsent(shard, any -> new ArrayList<>()).add(mark);
    }
    int removed = 0;
    for (List<Mark> shard : byShard.values()) {
      // All nodes lock in the same order, so two of these transactions never wait for each other.
      shard.sort(Comparator.comparing(Mark::key));
      for (int from = 0; from < shard.size(); from += REMOVE_BATCH) {
        int to = Math.min(shard.size(), from + REMOVE_BATCH);
        removed += removeBatch(partition, shard.subList(from, to));
      }
    }
    return removed;
  }

  private int removeBatch(PartitionId partition, List<Mark> batch) {
    Map<AffinityKey<String>, RemoveIfSame> removals = new LinkedHashMap<>();
    for (Mark mark : batch) {
      removals.put(KeyLayout.cacheKey(partition, mark.key()), new RemoveIfSame(mark.header()));
    }
    int removed = 0;
    for (EntryProcessorResult<Boolean> result :
        EngineCalls.write(
                "remove entries from " + partition, () -> cache.<Boolean>invokeAll(removals))
            .values()) {
      removed += result.get() ? 1 : 0;
    }
    return removed;
  }

  @Override
  public Set<PartitionId> nonEmpty(String scope) {
    Set<PartitionId> found = new LinkedHashSet<>();
    for (Listed listed : scan(PartitionId.scopePrefix(scope), null)) {
      found.add(PartitionId.decode(listed.cacheKey()));
    }
    return found;
  }

  private List<Listed> scan(String keyPrefix, Integer cachePartition) {
    return EngineCalls.scan(
        "list entries",
        () -> {
          ScanQuery<AffinityKey<String>, byte[]> query =
              new ScanQuery<AffinityKey<String>, byte[]>(new KeyPrefixFilter(keyPrefix))
                  .setPartition(cachePartition);
          try (QueryCursor<Listed> cursor = cache.query(query, new ToListed())) {
            return cursor.getAll();
          }
        });
  }
}
