package org.muleignite.objectstore.ignite;

import static java.util.stream.Collectors.toSet;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cluster.BaselineNode;
import org.muleignite.objectstore.rules.Mark;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.objectstore.rules.PartitionIndex;
import org.muleignite.objectstore.rules.RemovedKeys;
import org.muleignite.objectstore.rules.RemovedLately;
import org.muleignite.objectstore.rules.StorableText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node, as the primary, knows to be stored in each partition of a cache. The first
 * listing of a partition reads it once; from then on every change is noted by the thread that makes
 * it, before it is acknowledged. Nothing is kept for partitions that are never listed.
 *
 * <p>A change that another node made as the primary is not noted here. So an index counts only as
 * long as members and baseline are those it was made under: while they are the same, partitions
 * only go from the primaries that they have to those that they are to have, and never back.
 *
 * <p>One for each node and cache, living as long as the node. Thread-safe; the first listing after
 * each change of the members blocks for the reading.
 */
final class LocalIndexes {

  private static final Logger LOGGER = LoggerFactory.getLogger(LocalIndexes.class);

  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final Affinity<Object> affinity;
  private final Ignite ignite;

  /** Of a transactional cache; null otherwise. */
  private final RemovedLately removedLately;

  /** Of an atomic cache; null otherwise. */
  private final RemovedKeys removedKeys;

  private final AtomicReferenceArray<Index> indexes;
  private final Object[] building;

  private LocalIndexes(Ignite ignite, String cacheName) {
    this.ignite = ignite;
    this.cache = ignite.cache(cacheName);
    this.affinity = ignite.affinity(cacheName);
    boolean atomic = IgniteStorePort.isAtomic(cache);
    this.removedKeys =
        atomic ? new RemovedKeys(ignite.configuration().getFailureDetectionTimeout()) : null;
    int partitions = affinity.partitions();
    this.indexes = new AtomicReferenceArray<>(partitions);
    this.building = new Object[partitions];
    for (int i = 0; i < partitions; i++) {
      building[i] = new Object();
    }
    ContinuousQuery<AffinityKey<String>, byte[]> changes = new ContinuousQuery<>();
    changes.setLocal(true);
    changes.setLocalListener(events -> events.forEach(this::changed));
    // Never closed: it ends with the node.
    cache.query(changes);
    this.removedLately = atomic ? null : RemovalNotes.begin(ignite, cacheName);
  }

  static LocalIndexes of(Ignite ignite, String cacheName) {
    return (LocalIndexes)
        ignite
            .cluster()
            .nodeLocalMap()
            .computeIfAbsent(name(cacheName), any -> new LocalIndexes(ignite, cacheName));
  }

  private static String name(String cacheName) {
    return LocalIndexes.class.getName() + '/' + cacheName;
  }

  /**
   * Whether this node, as the primary, has removed an entry of the key lately, as far as it knows;
   * of an atomic cache. May be called while an entry is locked.
   */
  static boolean mayHaveRemoved(Ignite ignite, String cacheName, AffinityKey<String> key) {
    // It must not be made here: that waits until no entry is locked.
    Object present = ignite.cluster().nodeLocalMap().get(name(cacheName));
    return present == null || ((LocalIndexes) present).removedKeys.contains(key);
  }

  /** What this node, as the primary or as a backup, saw removed; of a transactional cache. */
  RemovedLately removedLately() {
    return removedLately;
  }

  /** The index of a partition of the cache whose primary this node is. */
  PartitionIndex of(int cachePartition) {
    Era era = new Era(ignite);
    Index index = indexes.get(cachePartition);
    if (isCurrent(index, era)) {
      return index.entries;
    }
    synchronized (building[cachePartition]) {
      index = indexes.get(cachePartition);
      return isCurrent(index, era) ? index.entries : build(cachePartition, era);
    }
  }

  private static boolean isCurrent(Index index, Era era) {
    return index != null && index.complete && index.era.equals(era);
  }

  private PartitionIndex build(int cachePartition, Era era) {
    forgetBefore(era);
    Index index = new Index(era);
    // From here on it sees the changes; only then what is stored is read.
    indexes.set(cachePartition, index);
    ScanQuery<AffinityKey<String>, byte[]> all = new ScanQuery<>();
    all.setPartition(cachePartition).setLocal(true);
    try (QueryCursor<Cache.Entry<AffinityKey<String>, byte[]>> stored = cache.query(all)) {
      for (Cache.Entry<AffinityKey<String>, byte[]> entry : stored) {
        String text = entry.getKey().key();
        index.entries.found(partition(text), mark(text, entry.getValue()));
      }
    }
    index.entries.complete();
    index.complete = true;
    return index.entries;
  }

  /** What is still needed will be read again. */
  private void forgetBefore(Era era) {
    for (int i = 0; i < indexes.length(); i++) {
      Index index = indexes.get(i);
      if (index != null && index.complete && !index.era.equals(era)) {
        indexes.compareAndSet(i, index, null);
      }
    }
  }

  /** Runs while the entry is locked, so a failure of ours must not reach the engine. */
  private void changed(CacheEntryEvent<? extends AffinityKey<String>, ? extends byte[]> change) {
    int cachePartition = affinity.partition(change.getKey());
    Index index = indexes.get(cachePartition);
    try {
      if (removedKeys != null && change.getEventType() == EventType.REMOVED) {
        removedKeys.note(change.getKey());
      }
      if (index != null) {
        note(index.entries, change);
      }
    } catch (RuntimeException e) {
      indexes.compareAndSet(cachePartition, index, null);
      LOGGER.error("The keys of partition {} of {} are read anew.", cachePartition, cache, e);
    }
  }

  private static void note(
      PartitionIndex entries,
      CacheEntryEvent<? extends AffinityKey<String>, ? extends byte[]> change) {
    String text = change.getKey().key();
    boolean removed = change.getEventType() == EventType.REMOVED;
    Mark before = change.getOldValue() == null ? null : mark(text, change.getOldValue());
    Mark after = removed ? null : mark(text, change.getValue());
    if (Objects.equals(before, after)) {
      // Only written again: a listing must not miss it meanwhile.
      return;
    }
    if (before != null) {
      entries.removed(partition(text), before);
    }
    if (after != null) {
      entries.stored(partition(text), after);
    }
  }

  private static String partition(String text) {
    return text.substring(0, PartitionId.encodedLength(text));
  }

  private static Mark mark(String text, byte[] entry) {
    String key = StorableText.decode(text.substring(PartitionId.encodedLength(text)));
    return Mark.of(key, entry);
  }

  private static final class Index {

    private final PartitionIndex entries = new PartitionIndex();
    private final Era era;
    private volatile boolean complete;

    Index(Era era) {
      this.era = era;
    }
  }

  /** Members and baseline at one time. Immutable. */
  private static final class Era {

    private final long topologyVersion;
    private final Set<Object> baseline;

    Era(Ignite ignite) {
      topologyVersion = ignite.cluster().topologyVersion();
      Collection<BaselineNode> nodes = ignite.cluster().currentBaselineTopology();
      baseline =
          nodes == null
              ? Collections.emptySet()
              : nodes.stream().map(BaselineNode::consistentId).collect(toSet());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Era
          && ((Era) other).topologyVersion == topologyVersion
          && ((Era) other).baseline.equals(baseline);
    }

    @Override
    public int hashCode() {
      return Objects.hash(topologyVersion, baseline);
    }
  }
}
