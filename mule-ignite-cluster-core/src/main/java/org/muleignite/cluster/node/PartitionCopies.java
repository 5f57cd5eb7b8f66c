package org.muleignite.cluster.node;

import java.util.function.Predicate;
import org.apache.ignite.Ignite;
import org.apache.ignite.spi.IgniteSpiAdapter;
import org.apache.ignite.spi.IgniteSpiMultipleInstancesSupport;
import org.apache.ignite.spi.metric.IntMetric;
import org.apache.ignite.spi.metric.MetricExporterSpi;
import org.apache.ignite.spi.metric.ReadOnlyMetricManager;
import org.apache.ignite.spi.metric.ReadOnlyMetricRegistry;
import org.muleignite.cluster.api.CacheSpec;

/**
 * Sees by Ignite's metrics, the only public place that tells, whether every partition of our caches
 * has a second complete copy. Thread-safe, never blocks; it may take some seconds until a copy that
 * was completed on another node is seen here.
 */
@IgniteSpiMultipleInstancesSupport(true)
final class PartitionCopies extends IgniteSpiAdapter implements MetricExporterSpi {

  private static final String GROUPS = "cacheGroups." + CacheSpec.PREFIX;
  private static final String LEAST_COPIES = "MinimumNumberOfPartitionCopies";

  private volatile ReadOnlyMetricManager metrics;

  /** That of a node that was started with one. */
  static PartitionCopies of(Ignite ignite) {
    for (MetricExporterSpi exporter : ignite.configuration().getMetricExporterSpi()) {
      if (exporter instanceof PartitionCopies) {
        return (PartitionCopies) exporter;
      }
    }
    throw new IllegalStateException("The node was started without a look at its partitions.");
  }

  /** Whether there are two complete copies of each partition. */
  boolean areTwoOfEach() {
    for (ReadOnlyMetricRegistry registry : metrics) {
      if (registry.name().startsWith(GROUPS)) {
        IntMetric copies = registry.findMetric(LEAST_COPIES);
        if (copies != null && copies.value() < 2) {
          return false;
        }
      }
    }
    return true;
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
