package org.muleignite.objectstore.ignite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.lang.IgniteFuture;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.objectstore.rules.PartitionId;

/**
 * Asks the primaries of all shards of a Mule partition at the same time, each for what its {@link
 * LocalIndexes} say. Thread-safe; blocks for the slowest of them, at most for {@value
 * #LIMIT_MILLIS} ms a try.
 */
final class ShardQueries {

  /** The engine would wait without end for a partition that is lost meanwhile. */
  static final long LIMIT_MILLIS = 60_000;

  private final Ignite ignite;
  private final IgniteCache<?, ?> cache;
  private final Affinity<Object> affinity;

  ShardQueries(Ignite ignite, IgniteCache<?, ?> cache) {
    this.ignite = ignite;
    this.cache = cache;
    this.affinity = ignite.affinity(cache.getName());
  }

  /** The answers of all shards. */
  List<Listing> ask(PartitionId partition, Question question) {
    Set<Integer> cachePartitions = new LinkedHashSet<>();
    for (int shard = 0; shard < KeyLayout.SHARDS; shard++) {
      cachePartitions.add(affinity.partition(KeyLayout.affinity(partition, shard)));
    }
    return EngineCalls.scan(
        "list the entries of " + partition,
        () -> {
          refuseLost(partition, cachePartitions);
          List<IgniteFuture<Listing>> asked = new ArrayList<>();
          for (int cachePartition : cachePartitions) {
            asked.add(ask(cachePartition, question));
          }
          List<Listing> answers = new ArrayList<>();
          asked.forEach(answer -> answers.add(answer.get()));
          return answers;
        });
  }

  private IgniteFuture<Listing> ask(int cachePartition, Question question) {
    return ignite
        .compute()
        .withTimeout(LIMIT_MILLIS)
        .affinityCallAsync(
            Collections.singleton(cache.getName()),
            cachePartition,
            new AskPrimary(cache.getName(), cachePartition, question));
  }

  private void refuseLost(PartitionId partition, Set<Integer> cachePartitions) {
    if (!Collections.disjoint(cache.lostPartitions(), cachePartitions)) {
      throw new ClusterException(
          "Entries of object store "
              + partition
              + " are lost to the cluster for now: start the nodes that hold them.");
    }
  }
}
