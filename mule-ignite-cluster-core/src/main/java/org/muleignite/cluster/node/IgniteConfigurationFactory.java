package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toList;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.ignite.ShutdownPolicy;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheRebalanceMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.configuration.TransactionConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.events.EventType;
import org.apache.ignite.failure.FailureHandler;
import org.apache.ignite.plugin.PluginProvider;
import org.apache.ignite.plugin.segmentation.SegmentationPolicy;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.metric.MetricExporterSpi;
import org.apache.ignite.spi.metric.jmx.JmxMetricExporterSpi;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;
import org.muleignite.cluster.config.Settings;

/**
 * Makes the Ignite configuration of a node out of our settings, on top of the {@link
 * IgniteConfiguration} that the operator may have defined, which is not changed. What our
 * guarantees rest on is always set here; a discovery, communication, SSL or metrics set-up of the
 * operator's is left as it is. Immutable.
 */
final class IgniteConfigurationFactory {

  private static final String TRANSIENT_REGION = "transient";
  private static final String PERSISTENT_REGION = "persistent";
  private static final long MEGABYTE = 1L << 20;
  private static final int WAL_SEGMENTS = 4;

  /**
   * After a quarter of it there is a checkpoint, and each page that changes next is logged as a
   * whole once more.
   */
  private static final long WAL_ARCHIVE_BYTES = 1024 * MEGABYTE;

  private static final int FACTS_MEMORY_MB = 16;
  private static final int THREADS = Math.max(8, 2 * Runtime.getRuntime().availableProcessors());

  /**
   * A few times what a commit takes on a busy machine; bounds every wait for a lock of an entry.
   */
  private static final long TX_TIMEOUT_MILLIS = 20_000;

  /** How long a membership change waits for an open transaction before it rolls it back. */
  private static final long TX_TIMEOUT_ON_EXCHANGE_MILLIS = 5_000;

  private final ClusterSettings settings;
  private final File storage;
  private final String nodeId;
  private final PartitionLayout layout;

  IgniteConfigurationFactory(ClusterSettings settings, File storage, String nodeId) {
    this.settings = settings;
    this.storage = storage;
    this.nodeId = nodeId;
    this.layout = PartitionLayout.of(settings);
  }

  IgniteConfiguration create(
      IgniteConfiguration base,
      Collection<CacheSpec> caches,
      FailureHandler failures,
      JoinPolicy policy) {
    Invariants.check(base, settings);
    IgniteConfiguration configuration =
        base == null ? new IgniteConfiguration() : new IgniteConfiguration(base);
    configuration
        .setIgniteInstanceName("mule-ignite-" + nodeId)
        .setConsistentId(nodeId)
        .setWorkDirectory(new File(storage, "work").getAbsolutePath())
        .setLocalHost(settings.getLocalHost())
        .setClassLoader(IgniteConfigurationFactory.class.getClassLoader())
        .setGridLogger(new Slf4jIgniteLogger())
        .setFailureHandler(failures)
        .setSegmentationPolicy(SegmentationPolicy.STOP)
        .setShutdownPolicy(ShutdownPolicy.IMMEDIATE)
        .setFailureDetectionTimeout(settings.getFailureDetectionSeconds() * 1_000L)
        .setUserAttributes(attributes(configuration.getUserAttributes(), policy))
        .setIncludeEventTypes(events(configuration.getIncludeEventTypes()))
        .setMetricExporterSpi(exporters(configuration.getMetricExporterSpi(), caches))
        .setPluginProviders(plugins(configuration.getPluginProviders(), policy))
        .setDataStorageConfiguration(storageConfiguration())
        .setTransactionConfiguration(transactions())
        .setCacheConfiguration(cacheConfigurations(configuration, caches));
    closeUnusedPorts(configuration);
    sizePools(configuration);
    connect(configuration);
    return configuration;
  }

  private void connect(IgniteConfiguration configuration) {
    if (configuration.getDiscoverySpi() == null) {
      configuration.setDiscoverySpi(new DiscoveryFactory(settings).create());
    }
    if (configuration.getCommunicationSpi() == null) {
      configuration.setCommunicationSpi(communication());
    }
    if (settings.get(NetworkSettings.TLS_KEY_STORE) != null) {
      configuration.setSslContextFactory(new TlsFactory(settings).create());
    }
  }

  /** Without it, a node that waits does not learn that it keeps others out. */
  private static int[] events(int[] chosen) {
    int[] all = chosen == null ? new int[1] : Arrays.copyOf(chosen, chosen.length + 1);
    all[all.length - 1] = EventType.EVT_NODE_VALIDATION_FAILED;
    return all;
  }

  private static PluginProvider<?>[] plugins(PluginProvider<?>[] chosen, JoinPolicy policy) {
    List<PluginProvider<?>> all = new ArrayList<>();
    if (chosen != null) {
      all.addAll(Arrays.asList(chosen));
    }
    all.add(policy);
    return all.toArray(new PluginProvider<?>[0]);
  }

  private static void closeUnusedPorts(IgniteConfiguration configuration) {
    configuration.setClientConnectorConfiguration(null).setConnectorConfiguration(null);
    configuration.setMetricsLogFrequency(0);
  }

  private static void sizePools(IgniteConfiguration configuration) {
    configuration
        .setPublicThreadPoolSize(THREADS)
        .setSystemThreadPoolSize(THREADS)
        .setStripedPoolSize(THREADS)
        .setQueryThreadPoolSize(2)
        .setManagementThreadPoolSize(2)
        .setDataStreamerThreadPoolSize(1)
        .setRebalanceThreadPoolSize(2);
  }

  private TcpCommunicationSpi communication() {
    return new TcpCommunicationSpi()
        .setLocalPort(settings.getCommunicationPort())
        .setLocalPortRange(settings.getPortRange() - 1);
  }

  private Map<String, Object> attributes(Map<String, ?> chosen, JoinPolicy policy) {
    Map<String, Object> attributes = new HashMap<>();
    if (chosen != null) {
      attributes.putAll(chosen);
    }
    attributes.putAll(policy.attributes());
    LocalCopies copies = new LocalCopies(storage);
    attributes.put(JoinPolicy.DIVERGED, copies.haveDiverged());
    attributes.put(JoinPolicy.FILLING, copies.areBeingFilled());
    return attributes;
  }

  private MetricExporterSpi[] exporters(MetricExporterSpi[] chosen, Collection<CacheSpec> caches) {
    List<MetricExporterSpi> all = new ArrayList<>();
    if (chosen == null || chosen.length == 0) {
      // What Ignite itself would take.
      all.add(new JmxMetricExporterSpi());
    } else {
      all.addAll(Arrays.asList(chosen));
    }
    all.add(new PartitionCopies(layout, caches));
    return all.toArray(new MetricExporterSpi[0]);
  }

  private DataStorageConfiguration storageConfiguration() {
    // One record of the log must fit: the largest change, and what is merged with it.
    int segment = CacheSpec.MAX_CHANGE_BYTES + (int) (4 * MEGABYTE);
    // Without persistence, the facts about the cluster itself still are on the disk.
    int persistentMemoryMb =
        settings.get(Settings.PERSISTENCE) ? settings.getPersistentMemoryMb() : FACTS_MEMORY_MB;
    return new DataStorageConfiguration()
        .setStoragePath(new File(storage, LocalCopies.DATA).getAbsolutePath())
        .setWalPath(new File(storage, LocalCopies.WAL).getAbsolutePath())
        .setWalArchivePath(new File(storage, LocalCopies.WAL_ARCHIVE).getAbsolutePath())
        .setWalMode(WALMode.valueOf(settings.getWalMode().name()))
        .setWalSegmentSize(segment)
        .setWalSegments(WAL_SEGMENTS)
        .setMaxWalArchiveSize(WAL_ARCHIVE_BYTES)
        .setWriteThrottlingEnabled(true)
        .setMetricsEnabled(true)
        .setDefaultDataRegionConfiguration(
            region(TRANSIENT_REGION, settings.getTransientMemoryMb()))
        .setDataRegionConfigurations(
            region(PERSISTENT_REGION, persistentMemoryMb)
                .setPersistenceEnabled(true)
                .setCheckpointPageBufferSize(persistentMemoryMb * MEGABYTE / 4))
        .setSystemDataRegionConfiguration(
            new SystemDataRegionConfiguration()
                .setInitialSize(16 * MEGABYTE)
                .setMaxSize(64 * MEGABYTE));
  }

  private static DataRegionConfiguration region(String name, int megabytes) {
    return new DataRegionConfiguration()
        .setName(name)
        .setInitialSize(16 * MEGABYTE)
        .setMaxSize(megabytes * MEGABYTE)
        .setMetricsEnabled(true);
  }

  private static TransactionConfiguration transactions() {
    return new TransactionConfiguration()
        .setDefaultTxTimeout(TX_TIMEOUT_MILLIS)
        .setTxTimeoutOnPartitionMapExchange(TX_TIMEOUT_ON_EXCHANGE_MILLIS);
  }

  private CacheConfiguration<?, ?>[] cacheConfigurations(
      IgniteConfiguration configuration, Collection<CacheSpec> caches) {
    CacheConfiguration<?, ?>[] chosen = configuration.getCacheConfiguration();
    List<CacheConfiguration<?, ?>> all = new ArrayList<>();
    if (chosen != null) {
      all.addAll(Stream.of(chosen).collect(toList()));
    }
    all.add(cache(SystemCache.SPEC, PERSISTENT_REGION, false).setCacheMode(CacheMode.REPLICATED));
    for (CacheSpec spec : caches) {
      boolean durable = spec.isPersistent() && settings.get(Settings.PERSISTENCE);
      String region = durable ? PERSISTENT_REGION : TRANSIENT_REGION;
      CacheConfiguration<Object, Object> cache =
          cache(spec, region, layout.isAtomic(spec))
              .setCacheMode(CacheMode.PARTITIONED)
              .setBackups(layout.most());
      if (layout.differsIn(spec)) {
        cache.setAffinity(new NamedAffinity(spec, settings, layout));
      }
      all.add(cache);
    }
    return all.toArray(new CacheConfiguration<?, ?>[0]);
  }

  /**
   * Never in a group with others: when lost partitions serve again, Ignite 2.17 looks which copies
   * are complete only where the cache is its own group, and takes all for complete elsewhere.
   */
  private static CacheConfiguration<Object, Object> cache(
      CacheSpec spec, String region, boolean atomic) {
    return new CacheConfiguration<>(spec.name())
        .setEventsDisabled(atomic || !spec.tellsRemovals())
        .setDataRegionName(region)
        .setAtomicityMode(atomic ? CacheAtomicityMode.ATOMIC : CacheAtomicityMode.TRANSACTIONAL)
        .setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC)
        .setReadFromBackup(false)
        .setPartitionLossPolicy(PartitionLossPolicy.READ_WRITE_SAFE)
        .setRebalanceMode(CacheRebalanceMode.SYNC)
        .setAffinity(new RendezvousAffinityFunction(false, PartitionLayout.PARTITIONS));
  }
}
