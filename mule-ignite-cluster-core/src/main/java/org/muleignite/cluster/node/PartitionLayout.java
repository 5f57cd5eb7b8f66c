package org.muleignite.cluster.node;

import java.io.Serializable;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.BackupsByName;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Settings;

/**
 * How many backups each partition of a cache has: the numbers that the settings name take turns.
 * The same for all caches, as Ignite takes caches of the same affinity for placed alike. Immutable.
 */
final class PartitionLayout implements Serializable {

  /** Of every cache, enough for some dozens of nodes. */
  static final int PARTITIONS = 64;

  private static final long serialVersionUID = 1L;

  private final int[] numbers;

  private PartitionLayout(SortedSet<Integer> numbers) {
    this.numbers = numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  static PartitionLayout of(ClusterSettings settings) {
    SortedSet<Integer> numbers = new TreeSet<>();
    numbers.add(settings.getBackups());
    Arrays.asList(Settings.QUEUE_BACKUPS, Settings.STORE_BACKUPS)
        .forEach(rules -> numbers.addAll(new BackupsByName(rules, settings.get(rules)).numbers()));
    return new PartitionLayout(numbers);
  }

  /**
   * Whether partitions of the cache have different numbers. Otherwise all have the greatest one:
   * records of what is done to several queues are looked for in all partitions, so none may be
   * lost.
   */
  boolean differsIn(CacheSpec cache) {
    return cache.names() != null && numbers.length > 1;
  }

  /** Whether the cache does without transactions for every number that its partitions have. */
  boolean isAtomic(CacheSpec cache) {
    return differsIn(cache)
        ? Arrays.stream(numbers).allMatch(cache::isAtomic)
        : cache.isAtomic(most());
  }

  /** The greatest number that there is. */
  int most() {
    return numbers[numbers.length - 1];
  }

  /** That of a partition of a cache in which they differ. */
  int backups(int partition) {
    return numbers[partition % numbers.length];
  }

  /**
   * @param hash any partition
   * @param backups one of the numbers
   * @return a partition that has this number
   */
  int partition(int hash, int backups) {
    int turn = Arrays.binarySearch(numbers, backups);
    return hash % (PARTITIONS / numbers.length) * numbers.length + turn;
  }
}
