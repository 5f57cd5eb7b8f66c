package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toSet;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.ignite.Ignite;
import org.apache.ignite.spi.IgniteSpiAdapter;
import org.apache.ignite.spi.IgniteSpiMultipleInstancesSupport;
import org.apache.ignite.spi.metric.Metric;
import org.apache.ignite.spi.metric.MetricExporterSpi;
import org.apache.ignite.spi.metric.ObjectMetric;
import org.apache.ignite.spi.metric.ReadOnlyMetricManager;
import org.apache.ignite.spi.metric.ReadOnlyMetricRegistry;
import org.muleignite.cluster.api.CacheSpec;

/**
 * Sees by Ignite's metrics, the only public place that tells, whether every partition of our caches
 * has a second complete copy, and whether this node is being given any. Thread-safe, never blocks;
 * it may take some seconds until a copy that was completed on another node is seen here.
 */
@IgniteSpiMultipleInstancesSupport(true)
final class PartitionCopies extends IgniteSpiAdapter implements MetricExporterSpi {

  private static final String GROUPS = "cacheGroups.";
  private static final String COPIES = "OwningPartitionsAllocationMap";
  private static final String MOVING = "LocalNodeMovingPartitionsCount";
  private static final String[] PROGRESS = {
    MOVING, "RebalancingPartitionsLeft", "RebalancingStartTime", "RebalancingEndTime"
  };

  private final PartitionLayout layout;
  private final Set<String> differing;
  private volatile ReadOnlyMetricManager metrics;

  PartitionCopies(PartitionLayout layout, Collection<CacheSpec> caches) {
    this.layout = layout;
    this.differing =
        caches.stream()
            .filter(layout::differsIn)
            .map(cache -> GROUPS + cache.name())
            .collect(toSet());
  }

  /** That of a node that was started with one. */
  static PartitionCopies of(Ignite ignite) {
    for (MetricExporterSpi exporter : ignite.configuration().getMetricExporterSpi()) {
      if (exporter instanceof PartitionCopies) {
        return (PartitionCopies) exporter;
      }
    }
    throw new IllegalStateException("The node was started without a look at its partitions.");
  }

  /** Whether there are two complete copies of each partition that is to have a backup. */
  boolean areTwoOfEach() {
    return ours()
        .allMatch(
            registry -> {
              ObjectMetric<Map<Integer, Set<String>>> copies = registry.findMetric(COPIES);
              return copies == null || areTwoOfEach(registry.name(), copies.value());
            });
  }

  /** Whether no copy of this node lacks anything that another one could give it. */
  boolean areFilled() {
    return ours().allMatch(registry -> number(registry, MOVING) == 0);
  }

  /** Another number whenever a copy of this node was filled from others; it says nothing else. */
  long filling() {
    return ours()
        .mapToLong(registry -> Stream.of(PROGRESS).mapToLong(name -> number(registry, name)).sum())
        .sum();
  }

  private static long number(ReadOnlyMetricRegistry registry, String name) {
    Metric metric = registry.findMetric(name);
    return metric == null ? 0 : Long.parseLong(metric.getAsString());
  }

  private Stream<ReadOnlyMetricRegistry> ours() {
    return StreamSupport.stream(metrics.spliterator(), false)
        .filter(registry -> registry.name().startsWith(GROUPS + CacheSpec.PREFIX));
  }

  private boolean areTwoOfEach(String group, Map<Integer, Set<String>> nodes) {
    return nodes.entrySet().stream()
        .allMatch(
            partition ->
                partition.getValue().size() >= 2 || hasNoBackup(group, partition.getKey()));
  }

  private boolean hasNoBackup(String group, int partition) {
    return differing.contains(group) && layout.backups(partition) == 0;
  }

  @Override
  public void setMetricRegistry(ReadOnlyMetricManager registry) {
    metrics = registry;
  }

  @Override
  public void setExportFilter(Predicate<ReadOnlyMetricRegistry> filter) {
    // Nothing is exported.
  }

  @Override
  public void spiStart(String igniteInstanceName) {
    // Looks only when it is asked.
  }

  @Override
  public void spiStop() {
    // Nothing runs.
  }
}
