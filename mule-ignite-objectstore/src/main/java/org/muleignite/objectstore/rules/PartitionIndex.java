package org.muleignite.objectstore.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which entries lie in one place of the engine, for each Mule partition by insertion order: so that
 * a listing costs in proportion to the Mule partition and not to all that lies beside it. Only a
 * memory of what is stored; whoever makes one first lets it see every change, then adds what he
 * finds stored, then calls {@link #complete}.
 *
 * <p>About 200 bytes of heap for an entry with a key of 40 characters. Thread-safe; never blocks
 * for more than an insertion.
 */
public final class PartitionIndex {

  private final Map<String, Marks> partitions = new ConcurrentHashMap<>();

  /** What was removed before the stored entries had all been read; null from then on. */
  private Set<Mark> removedEarly = new HashSet<>();

  /**
   * @param partition see {@link PartitionId#encoded()}
   */
  public synchronized void stored(String partition, Mark mark) {
    Marks marks = partitions.computeIfAbsent(partition, any -> new Marks());
    if (marks.sorted.add(mark)) {
      marks.count.incrementAndGet();
    }
  }

  /** An entry that the reading of all found; it may have been removed meanwhile. */
  public synchronized void found(String partition, Mark mark) {
    if (!removedEarly.contains(mark)) {
      stored(partition, mark);
    }
  }

  public synchronized void removed(String partition, Mark mark) {
    if (removedEarly != null) {
      removedEarly.add(mark);
    }
    Marks marks = partitions.get(partition);
    if (marks != null && marks.sorted.remove(mark) && marks.count.decrementAndGet() == 0) {
      partitions.remove(partition);
    }
  }

  /** All that is stored has been found. */
  public synchronized void complete() {
    removedEarly = null;
  }

  /** All entries of the partition. */
  public List<Mark> all(String partition) {
    Marks marks = partitions.get(partition);
    return marks == null ? Collections.emptyList() : new ArrayList<>(marks.sorted);
  }

  /** The oldest readable entries of the partition; see {@link StorePort#oldest}. */
  public List<Mark> oldest(String partition, long insertedBy, int limit) {
    Marks marks = partitions.get(partition);
    List<Mark> oldest = new ArrayList<>();
    if (marks != null) {
      for (Mark mark : marks.sorted) {
        if (oldest.size() == limit || mark.stamp().isPresent() && !mark.isInsertedBy(insertedBy)) {
          break;
        }
        if (mark.stamp().isPresent()) {
          oldest.add(mark);
        }
      }
    }
    return oldest;
  }

  public int count(String partition) {
    Marks marks = partitions.get(partition);
    return marks == null ? 0 : marks.count.get();
  }

  private static final class Marks {

    private final NavigableSet<Mark> sorted = new ConcurrentSkipListSet<>();

    /** Counting the set would go through all of it. */
    private final AtomicInteger count = new AtomicInteger();
  }
}
