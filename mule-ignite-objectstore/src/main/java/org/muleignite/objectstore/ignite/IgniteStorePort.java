package org.muleignite.objectstore.ignite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.configuration.CacheConfiguration;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.Mark;
import org.muleignite.objectstore.rules.PartitionCatalog;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.objectstore.rules.Stamp;
import org.muleignite.objectstore.rules.StorePort;
import org.muleignite.objectstore.rules.Visibility;

/**
 * The entries of one kind of store in one cache: a single-key operation is one cache operation, at
 * the key's primary; {@link TransactionalEntries} and {@link AtomicEntries} say what happens when
 * that dies.
 *
 * <p>A listing asks the primaries of the Mule partition's shards for what they have in memory, keys
 * and headers only: see {@link LocalIndexes}. {@link #nonEmpty} reads all entries.
 *
 * <p>Thread-safe; blocks for the network and the engine's transaction timeout.
 */
public final class IgniteStorePort implements StorePort, PartitionCatalog {

  /**
   * Bounds how many entries are locked at once, and for how long. Among others a removal costs
   * about a tenth of one by itself.
   */
  private static final int REMOVE_BATCH = 128;

  /**
   * Bounds how much memory one removal touches: the engine writes none of it to the disk before all
   * is done, and fails in the middle when there is no other memory left that it could.
   */
  private static final int REMOVE_BYTES = 4 << 20;

  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final EntryOperations entries;
  private final EntryOperations chunks;
  private final ShardQueries shards;
  private final EntryRoom room;

  /**
   * @param visibility made only where the cache is atomic
   */
  public IgniteStorePort(
      Ignite ignite, CacheSpec spec, Certainty certainty, Supplier<Visibility> visibility) {
    this.cache = ignite.cache(spec.name());
    LastCopy copy = new LastCopy(ignite, cache);
    if (isAtomic(cache)) {
      Visibility seen = visibility.get();
      CertainReads reads = new CertainReads(cache, copy, certainty, seen);
      this.entries = new AtomicEntries(ignite, cache, reads, certainty, seen);
      this.chunks = new AtomicChunks(cache);
    } else {
      this.entries = new TransactionalEntries(ignite, cache, copy, certainty);
      this.chunks = entries;
    }
    this.shards = new ShardQueries(ignite, cache);
    this.room = new EntryRoom(ignite, cache.getConfiguration(CacheConfiguration.class));
    // From now on this node knows what it sees removed.
    LocalIndexes.of(ignite, spec.name());
  }

  static boolean isAtomic(IgniteCache<?, ?> cache) {
    CacheConfiguration<?, ?> configuration = cache.getConfiguration(CacheConfiguration.class);
    return configuration.getAtomicityMode() == CacheAtomicityMode.ATOMIC;
  }

  private EntryOperations operations(PartitionId partition) {
    return partition.ofChunks().isPresent() ? chunks : entries;
  }

  @Override
  public boolean putIfAbsent(PartitionId partition, String key, byte[] entry) {
    room.check(entry.length);
    return operations(partition)
        .store("store an entry in " + partition, KeyLayout.cacheKey(partition, key), entry);
  }

  @Override
  public boolean contains(PartitionId partition, String key) {
    return operations(partition)
        .contains("look up an entry of " + partition, KeyLayout.cacheKey(partition, key));
  }

  @Override
  public Map<String, byte[]> get(PartitionId partition, Collection<String> keys) {
    if (keys.size() == 1) {
      return getOne(partition, keys.iterator().next());
    }
    Map<AffinityKey<String>, String> wanted = new HashMap<>();
    keys.forEach(key -> wanted.put(KeyLayout.cacheKey(partition, key), key));
    Map<String, byte[]> found = new HashMap<>();
    operations(partition)
        .getAll("read entries of " + partition, wanted.keySet())
        .forEach((cacheKey, entry) -> found.put(wanted.get(cacheKey), entry));
    return found;
  }

  private Map<String, byte[]> getOne(PartitionId partition, String key) {
    byte[] entry =
        operations(partition)
            .get("read an entry of " + partition, KeyLayout.cacheKey(partition, key));
    return entry == null ? Collections.emptyMap() : Collections.singletonMap(key, entry);
  }

  @Override
  public byte[] removeUnlessChunked(PartitionId partition, String key, Stamp begin) {
    return operations(partition)
        .remove("remove an entry from " + partition, KeyLayout.cacheKey(partition, key), begin);
  }

  @Override
  public boolean removeOne(PartitionId partition, Mark entry) {
    return operations(partition)
        .removeExactly(
            "remove an entry from " + partition,
            KeyLayout.cacheKey(partition, entry.key()),
            entry.header());
  }

  @Override
  public List<Mark> list(PartitionId partition) {
    return marks(partition, Question.all(partition.encoded()));
  }

  @Override
  public List<Mark> oldest(PartitionId partition, long insertedBy, int limit) {
    List<Mark> ofShards = marks(partition, Question.oldest(partition.encoded(), insertedBy, limit));
    Collections.sort(ofShards);
    return ofShards.subList(0, Math.min(limit, ofShards.size()));
  }

  private List<Mark> marks(PartitionId partition, Question question) {
    List<Mark> marks = new ArrayList<>();
    shards.ask(partition, question).forEach(listing -> marks.addAll(listing.marks()));
    return marks;
  }

  @Override
  public int count(PartitionId partition) {
    return shards.ask(partition, Question.count(partition.encoded())).stream()
        .mapToInt(Listing::count)
        .sum();
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
      // All nodes lock in the same order, so two of these never wait for each other.
      shard.sort(Comparator.comparing(Mark::key));
      int from = 0;
      while (from < shard.size()) {
        int to = endOfBatch(shard, from);
        removed += removeBatch(partition, shard.subList(from, to));
        from = to;
      }
    }
    return removed;
  }

  private static int endOfBatch(List<Mark> shard, int from) {
    int most = Math.min(shard.size(), from + REMOVE_BATCH);
    int to = from + 1;
    long bytes = shard.get(from).bytes();
    while (to < most && bytes + shard.get(to).bytes() <= REMOVE_BYTES) {
      bytes += shard.get(to).bytes();
      to++;
    }
    return to;
  }

  private int removeBatch(PartitionId partition, List<Mark> batch) {
    Map<AffinityKey<String>, byte[]> headers = new LinkedHashMap<>();
    for (Mark mark : batch) {
      headers.put(KeyLayout.cacheKey(partition, mark.key()), mark.header());
    }
    return operations(partition).removeAll("remove entries from " + partition, headers);
  }

  @Override
  public Set<PartitionId> nonEmpty(String scope) {
    return sizes(PartitionId.scopePrefix(scope)).keySet();
  }

  @Override
  public Map<PartitionId, Integer> sizes() {
    return sizes("");
  }

  private Map<PartitionId, Integer> sizes(String keyPrefix) {
    return EngineCalls.scan(
        "list object stores",
        () -> {
          ScanQuery<AffinityKey<String>, byte[]> query =
              new ScanQuery<>(new KeyPrefixFilter(keyPrefix));
          Map<PartitionId, Integer> sizes = new HashMap<>();
          try (QueryCursor<String> names = cache.query(query, new ToPartition())) {
            names.forEach(name -> sizes.merge(PartitionId.decode(name), 1, Integer::sum));
          }
          return sizes;
        });
  }
}
