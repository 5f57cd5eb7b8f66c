package org.muleignite.queue.ignite;

import static java.util.stream.Collectors.toList;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.transactions.Transaction;
import org.apache.ignite.transactions.TransactionConcurrency;
import org.apache.ignite.transactions.TransactionIsolation;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.Settings;
import org.muleignite.queue.rules.Area;
import org.muleignite.queue.rules.Change;
import org.muleignite.queue.rules.ChangeConflictException;
import org.muleignite.queue.rules.EntryKey;
import org.muleignite.queue.rules.ItemStore;
import org.muleignite.queue.rules.QueueRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of the queues in Ignite caches: items in atomic ones, records in transactional ones.
 * A change of records is one short pessimistic transaction that starts and ends inside {@link
 * #apply}, in the calling thread. Thread-safe.
 */
public final class IgniteItemStore implements ItemStore {

  /** The caches that must exist, one for each {@link Area}. */
  public static final Collection<CacheSpec> CACHES =
      Arrays.asList(
          named(CacheSpec.inMemoryAtomic("queue.transient")),
          named(CacheSpec.persistentAtomic("queue.persistent")),
          CacheSpec.inMemory("queue.decisions"),
          CacheSpec.persistent("queue.branches"),
          named(CacheSpec.inMemoryAtomic("queue.temporary")));

  private static final Logger LOG = LoggerFactory.getLogger(IgniteItemStore.class);
  private static final long TX_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final Ignite ignite;
  private final Map<Area, IgniteCache<AffinityKey<String>, byte[]>> caches =
      new EnumMap<>(Area.class);
  private final Map<Area, Affinity<AffinityKey<String>>> affinities = new EnumMap<>(Area.class);
  private final ItemChanges items;

  public IgniteItemStore(Ignite ignite) {
    this.ignite = ignite;
    int i = 0;
    for (CacheSpec spec : CACHES) {
      Area area = Area.values()[i++];
      IgniteCache<AffinityKey<String>, byte[]> cache = ignite.cache(spec.name());
      caches.put(area, cache);
      affinities.put(area, ignite.affinity(spec.name()));
    }
    this.items =
        new ItemChanges(
            caches,
            LargeChanges.in(
                ignite.configuration().getDataStorageConfiguration(),
                caches.get(Area.PERSISTENT).getConfiguration(CacheConfiguration.class)));
  }

  private static CacheSpec named(CacheSpec spec) {
    return spec.named(Settings.QUEUE_BACKUPS, QueueNames.OF_QUEUES);
  }

  @Override
  public UUID primaryOf(QueueRef queue) {
    EntryKey header = queue.header();
    Affinity<AffinityKey<String>> affinity = affinities.get(header.area());
    return Failures.translated(
        () -> {
          ClusterNode owner = affinity.mapPartitionToNode(affinity.partition(nativeKey(header)));
          return owner == null ? null : owner.id();
        });
  }

  @Override
  public byte[] peekLocal(QueueRef queue, long position) {
    EntryKey key = queue.item(position);
    return Failures.translated(
        () ->
            caches
                .get(key.area())
                .localPeek(nativeKey(key), CachePeekMode.PRIMARY, CachePeekMode.BACKUP));
  }

  @Override
  public boolean isReadable(QueueRef queue) {
    try (QueryCursor<?> cursor = caches.get(queue.header().area()).query(scan(queue))) {
      // The engine refuses to read what is not complete.
      return cursor.iterator() != null;
    } catch (RuntimeException e) {
      LOG.debug("This node has no complete copy of the {}", queue, e);
      return false;
    }
  }

  private ScanQuery<AffinityKey<String>, byte[]> scan(QueueRef queue) {
    EntryKey header = queue.header();
    ScanQuery<AffinityKey<String>, byte[]> scan = new ScanQuery<>();
    scan.setPartition(affinities.get(header.area()).partition(nativeKey(header)));
    scan.setLocal(true);
    return scan;
  }

  @Override
  public long[] scanLocal(QueueRef queue) {
    Area area = queue.header().area();
    return Failures.translated(
        () -> {
          long[] positions = new long[64];
          int found = 0;
          try (QueryCursor<Cache.Entry<AffinityKey<String>, byte[]>> cursor =
              caches.get(area).query(scan(queue))) {
            for (Cache.Entry<AffinityKey<String>, byte[]> entry : cursor) {
              long position = queue.positionOf(entry.getKey().key());
              if (position >= 0) {
                if (found == positions.length) {
                  positions = Arrays.copyOf(positions, found * 2);
                }
                positions[found++] = position;
              }
            }
          }
          return Arrays.copyOf(positions, found);
        });
  }

  @Override
  public byte[] read(EntryKey key) {
    IgniteCache<AffinityKey<String>, byte[]> cache = caches.get(key.area());
    if (!key.area().isOfRecords()) {
      return uninterrupted(
          () -> Failures.translated(() -> cache.invoke(nativeKey(key), ReadProcessor.INSTANCE)));
    }
    return uninterrupted(
        () ->
            Failures.translated(
                () -> {
                  try (Transaction tx = begin(1)) {
                    return cache.get(nativeKey(key));
                  }
                }));
  }

  @Override
  public byte[] glance(EntryKey key) {
    return uninterrupted(
        () -> Failures.translated(() -> caches.get(key.area()).get(nativeKey(key))));
  }

  @Override
  public void apply(Change change) {
    uninterrupted(
        () -> {
          try (Transaction tx = Failures.translated(() -> begin(change.steps().size()))) {
            Failures.translated(
                () -> {
                  change.steps().forEach(this::enlist);
                  return null;
                });
            Failures.outcome(tx.commitAsync());
          }
          return null;
        });
  }

  /** Locks the entry and notes what becomes of it. */
  private void enlist(Change.Step step) {
    IgniteCache<AffinityKey<String>, byte[]> cache = caches.get(step.key().area());
    AffinityKey<String> key = nativeKey(step.key());
    boolean possible = true;
    switch (step.kind()) {
      case REMOVE:
        possible = cache.remove(key);
        break;
      case DROP:
        cache.remove(key);
        break;
      case PUT_NEW:
        possible = cache.putIfAbsent(key, step.value());
        break;
      case PUT:
        cache.put(key, step.value());
        break;
      case SAME:
        possible = Arrays.equals(cache.get(key), step.value());
        break;
      default:
        throw new IllegalArgumentException(step.kind() + " is for items.");
    }
    if (!possible) {
      throw new ChangeConflictException(step);
    }
  }

  @Override
  public CompletableFuture<boolean[]> applyEach(List<Change.Step> steps) {
    return uninterrupted(() -> items.apply(steps));
  }

  @Override
  public int bytesOf(Change.Step step) {
    return Failures.translated(() -> items.bytesOf(step));
  }

  @Override
  public Map<EntryKey, Integer> lengths(List<EntryKey> items) {
    return uninterrupted(() -> Failures.translated(() -> this.items.lengths(items)));
  }

  @Override
  public boolean waitsForDisk(Area area) {
    return area == Area.PERSISTENT
        && ignite.configuration().getDataStorageConfiguration().getWalMode() == WALMode.FSYNC;
  }

  @Override
  public List<UUID> copiesOf(QueueRef queue) {
    EntryKey header = queue.header();
    return Failures.translated(
        () ->
            affinities.get(header.area()).mapKeyToPrimaryAndBackups(nativeKey(header)).stream()
                .map(ClusterNode::id)
                .collect(toList()));
  }

  @Override
  public Map<String, byte[]> temporary() {
    return Failures.translated(
        () -> {
          Map<String, byte[]> queues = new HashMap<>();
          ScanQuery<AffinityKey<String>, byte[]> scan = new ScanQuery<>();
          scan.setLocal(true);
          try (QueryCursor<Cache.Entry<AffinityKey<String>, byte[]>> cursor =
              caches.get(Area.TEMPORARY).query(scan)) {
            for (Cache.Entry<AffinityKey<String>, byte[]> entry : cursor) {
              String id = entry.getKey().affinityKey();
              if (new QueueRef(id, false).header().name().equals(entry.getKey().key())) {
                queues.put(id, entry.getValue());
              } else {
                queues.putIfAbsent(id, null);
              }
            }
          }
          return queues;
        });
  }

  @Override
  public Map<EntryKey, byte[]> records() {
    return Failures.translated(
        () -> {
          Map<EntryKey, byte[]> records = new HashMap<>();
          for (Area area : Arrays.asList(Area.DECISIONS, Area.BRANCHES)) {
            try (QueryCursor<Cache.Entry<AffinityKey<String>, byte[]>> cursor =
                caches.get(area).query(new ScanQuery<>())) {
              cursor.forEach(entry -> records.put(key(area, entry.getKey()), entry.getValue()));
            }
          }
          return records;
        });
  }

  private static EntryKey key(Area area, AffinityKey<String> key) {
    return new EntryKey(area, key.affinityKey(), key.key());
  }

  private Transaction begin(int entries) {
    return ignite
        .transactions()
        .txStart(
            TransactionConcurrency.PESSIMISTIC,
            TransactionIsolation.REPEATABLE_READ,
            TX_TIMEOUT_MILLIS,
            entries);
  }

  static AffinityKey<String> nativeKey(EntryKey key) {
    return new AffinityKey<>(key.name(), key.affinity());
  }

  /** An interruption would break a change off halfway: it is kept for after it. */
  private static <T> T uninterrupted(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
