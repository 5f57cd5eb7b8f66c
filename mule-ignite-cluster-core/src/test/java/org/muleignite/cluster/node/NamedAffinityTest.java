package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.ignite.cache.affinity.AffinityFunctionContext;
import org.apache.ignite.cluster.ClusterNode;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.EntryNames;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Settings;

class NamedAffinityTest {

  private enum WholeKey implements EntryNames {
    NAMES;

    @Override
    public String nameOf(String affinity) {
      return affinity.startsWith("#") ? null : affinity;
    }
  }

  private static final CacheSpec NAMED =
      CacheSpec.inMemory("test").named(Settings.QUEUE_BACKUPS, WholeKey.NAMES);

  private final ClusterSettings settings = new ClusterSettings();

  private NamedAffinity affinity() {
    settings.setQueueBackups(List.of("safe*=2", "cheap*=0"));
    settings.setStoreBackups(List.of("*=3"));
    return new NamedAffinity(NAMED, settings, PartitionLayout.of(settings));
  }

  @Test
  void aNameLiesWhereThereAreAsManyCopiesAsItAsksFor() {
    NamedAffinity affinity = affinity();
    List<List<ClusterNode>> nodes = affinity.assignPartitions(context(5));
    for (int i = 0; i < 100; i++) {
      assertEquals(3, nodes.get(affinity.partition("safe" + i)).size());
      assertEquals(1, nodes.get(affinity.partition("cheap" + i)).size());
      assertEquals(2, nodes.get(affinity.partition("usual" + i)).size());
      assertEquals(4, nodes.get(affinity.partition("#record" + i)).size());
    }
  }

  @Test
  void thereAreNeverMoreCopiesThanNodes() {
    for (List<ClusterNode> copies : affinity().assignPartitions(context(2))) {
      assertTrue(copies.size() <= 2);
      assertEquals(new HashSet<>(copies).size(), copies.size());
    }
  }

  @Test
  void aNumberIsSpreadOverItsPartitionsAndTheyOverTheNodes() {
    NamedAffinity affinity = affinity();
    Set<Integer> used = new HashSet<>();
    Set<ClusterNode> owners = new HashSet<>();
    List<List<ClusterNode>> nodes = affinity.assignPartitions(context(3));
    for (int i = 0; i < 1_000; i++) {
      int partition = affinity.partition("safe" + i);
      used.add(partition);
      owners.add(nodes.get(partition).get(0));
    }
    assertEquals(PartitionLayout.PARTITIONS / 4, used.size());
    assertEquals(3, owners.size());
  }

  @Test
  void whatIsOfNoNameCanLieInEveryPartition() {
    Set<Integer> used = new HashSet<>();
    IntStream.range(0, 1_000).forEach(i -> used.add(affinity().partition(i)));
    assertEquals(PartitionLayout.PARTITIONS, used.size());
  }

  @Test
  void withoutRulesAllPartitionsAreAlike() {
    assertFalse(differs(NAMED));
    assertEquals(1, PartitionLayout.of(settings).most());
    settings.setQueueBackups(List.of("safe*=1"));
    assertFalse(differs(NAMED));
    settings.setStoreBackups(List.of("safe*=2"));
    assertTrue(differs(NAMED));
    assertFalse(differs(CacheSpec.inMemory("records")));
  }

  private boolean differs(CacheSpec spec) {
    return PartitionLayout.of(settings).differsIn(spec);
  }

  private static AffinityFunctionContext context(int size) {
    List<ClusterNode> nodes =
        IntStream.range(0, size)
            .mapToObj(
                i -> {
                  ClusterNode node = mock(ClusterNode.class);
                  when(node.consistentId()).thenReturn("node-" + i);
                  return node;
                })
            .toList();
    AffinityFunctionContext context = mock(AffinityFunctionContext.class);
    when(context.currentTopologySnapshot()).thenReturn(nodes);
    return context;
  }
}
