package org.muleignite.objectstore.rules;

import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Entries in a map, and a hook that plays another node between a listing and its use. */
public final class FakeStorePort implements StorePort, PartitionCatalog {

  private final Map<PartitionId, Map<String, byte[]>> partitions = new HashMap<>();
  private Runnable afterListing = () -> {};

  void afterListing(Runnable other) {
    afterListing = other;
  }

  /** Puts bytes that no node of ours wrote. */
  public void corrupt(PartitionId partition, String key, byte[] entry) {
    of(partition).put(key, entry);
  }

  private Map<String, byte[]> of(PartitionId partition) {
    return partitions.computeIfAbsent(partition, any -> new HashMap<>());
  }

  @Override
  public boolean putIfAbsent(PartitionId partition, String key, byte[] entry) {
    return of(partition).putIfAbsent(key, entry) == null;
  }

  @Override
  public boolean contains(PartitionId partition, String key) {
    return of(partition).containsKey(key);
  }

  @Override
  public Map<String, byte[]> get(PartitionId partition, Collection<String> keys) {
    Map<String, byte[]> found = new HashMap<>(of(partition));
    found.keySet().retainAll(keys);
    return found;
  }

  @Override
  public boolean removeOne(PartitionId partition, Mark entry) {
    return removeExactly(partition, Collections.singleton(entry)) == 1;
  }

  @Override
  public byte[] removeUnlessChunked(PartitionId partition, String key, Stamp begin) {
    byte[] present = of(partition).get(key);
    if (present != null && !Entry.isChunked(present)) {
      of(partition).remove(key);
    }
    return present;
  }

  @Override
  public List<Mark> oldest(PartitionId partition, long insertedBy, int limit) {
    return list(partition).stream()
        .filter(mark -> mark.isInsertedBy(insertedBy))
        .sorted()
        .limit(limit)
        .collect(toList());
  }

  @Override
  public int count(PartitionId partition) {
    return of(partition).size();
  }

  @Override
  public List<Mark> list(PartitionId partition) {
    List<Mark> marks = new ArrayList<>();
    of(partition).forEach((key, entry) -> marks.add(Mark.of(key, entry)));
    afterListing.run();
    return marks;
  }

  @Override
  public int removeExactly(PartitionId partition, Collection<Mark> entries) {
    int removed = 0;
    for (Mark mark : entries) {
      byte[] present = of(partition).get(mark.key());
      if (present != null && Arrays.equals(Entry.header(present), mark.header())) {
        of(partition).remove(mark.key());
        removed++;
      }
    }
    return removed;
  }

  @Override
  public Set<PartitionId> nonEmpty(String scope) {
    return sizes().keySet().stream()
        .filter(partition -> partition.scope().equals(scope))
        .collect(toSet());
  }

  @Override
  public Map<PartitionId, Integer> sizes() {
    Map<PartitionId, Integer> sizes = new HashMap<>();
    partitions.forEach(
        (partition, entries) -> {
          if (!entries.isEmpty()) {
            sizes.put(partition, entries.size());
          }
        });
    return sizes;
  }
}
