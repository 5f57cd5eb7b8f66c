package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.io.File;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.PartitionLossPolicy;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.failure.FailureHandler;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.apache.ignite.plugin.PluginProvider;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.TcpDiscoveryIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.jdbc.TcpDiscoveryJdbcIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.multicast.TcpDiscoveryMulticastIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.sharedfs.TcpDiscoverySharedFsIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.apache.ignite.spi.metric.MetricExporterSpi;
import org.apache.ignite.spi.metric.jmx.JmxMetricExporterSpi;
import org.apache.ignite.spi.metric.noop.NoopMetricExporterSpi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Discovery;

class IgniteConfigurationFactoryTest {

  private static final File STORAGE = new File("storage");
  private static final long MEGABYTE = 1 << 20;

  private final ClusterSettings settings = new ClusterSettings();
  private final FailureHandler failures = new NoOpFailureHandler();
  private final IgniteConfiguration base = new IgniteConfiguration();

  @TempDir Path folder;

  @BeforeAll
  static void establish() {
    EnginePrerequisites.establish(IgniteConfigurationFactoryTest.class.getClassLoader());
  }

  @BeforeEach
  void settings() {
    settings.setClusterName("orders");
    settings.setDiscoveryPort(5_000);
    settings.setCommunicationPort(6_000);
    settings.setPortRange(3);
  }

  private IgniteConfiguration create(IgniteConfiguration chosen) {
    return create(chosen, CacheSpec.inMemory("fast"), CacheSpec.persistent("safe"));
  }

  private IgniteConfiguration create(IgniteConfiguration chosen, CacheSpec... caches) {
    return new IgniteConfigurationFactory(settings, STORAGE, "n-7")
        .create(chosen, List.of(caches), failures, new JoinPolicy(settings));
  }

  @Test
  void theNodeCarriesItsIdAndOurWaysToFailAndToLog() {
    IgniteConfiguration made = create(null);
    assertEquals("n-7", made.getConsistentId());
    assertSame(failures, made.getFailureHandler());
    assertInstanceOf(Slf4jIgniteLogger.class, made.getGridLogger());
    assertEquals(10_000, made.getFailureDetectionTimeout());
  }

  @Test
  void withoutSeedsMembersAreLookedForInThePortRangeOfThisHost() {
    IgniteConfiguration made = create(null);
    assertEquals("127.0.0.1", made.getLocalHost());
    assertEquals(
        IntStream.rangeClosed(5_000, 5_002).mapToObj(port -> address("127.0.0.1", port)).toList(),
        seedsOf(made));
  }

  @Test
  void seedsReplaceThisHost() {
    settings.setSeeds(List.of("10.0.0.1:5000", "10.0.0.2:5000..5001"));
    assertEquals(
        List.of(address("10.0.0.1", 5_000), address("10.0.0.2", 5_000), address("10.0.0.2", 5_001)),
        seedsOf(create(null)));
  }

  @Test
  void bothKindsOfTrafficStayInTheirPortRanges() {
    IgniteConfiguration made = create(null);
    TcpDiscoverySpi discovery = (TcpDiscoverySpi) made.getDiscoverySpi();
    assertEquals(2, discovery.getLocalPortRange(), "further ports");
    TcpCommunicationSpi communication = (TcpCommunicationSpi) made.getCommunicationSpi();
    assertEquals(6_000, communication.getLocalPort());
    assertEquals(2, communication.getLocalPortRange(), "further ports");
  }

  @Test
  void noOtherPortIsOpened() {
    IgniteConfiguration made = create(base);
    assertNull(made.getClientConnectorConfiguration());
    assertNull(made.getConnectorConfiguration());
  }

  @Test
  void theUsersDiscoveryIsLeftAsItIs() {
    TcpDiscoverySpi chosen = new TcpDiscoverySpi();
    IgniteConfiguration made = create(base.setDiscoverySpi(chosen));
    assertSame(chosen, made.getDiscoverySpi());
    assertEquals(6_000, ((TcpCommunicationSpi) made.getCommunicationSpi()).getLocalPort());
  }

  @Test
  void theUsersCommunicationIsLeftAsItIs() {
    TcpCommunicationSpi chosen = new TcpCommunicationSpi().setLocalPort(7_000);
    IgniteConfiguration made = create(base.setCommunicationSpi(chosen));
    assertSame(chosen, made.getCommunicationSpi());
    assertEquals(3, seedsOf(made).size());
    assertEquals(7_000, chosen.getLocalPort());
  }

  @Test
  void theUsersAttributesStayBesideOurs() {
    Map<String, ?> attributes =
        create(base.setUserAttributes(Map.of("zone", "a"))).getUserAttributes();
    Map<String, Object> expected = new JoinPolicy(settings).attributes();
    assertEquals("orders", expected.get(JoinPolicy.CLUSTER_NAME));
    assertEquals(JoinPolicy.PROTOCOL_VERSION, expected.get(JoinPolicy.PROTOCOL));
    expected.put("zone", "a");
    expected.put(JoinPolicy.DIVERGED, false);
    expected.put(JoinPolicy.FILLING, false);
    assertEquals(expected, attributes);
  }

  @Test
  void theOperatorsPluginsStayBesideOurs() {
    PluginProvider<?> plugin = mock(PluginProvider.class);
    PluginProvider<?>[] made = create(base.setPluginProviders(plugin)).getPluginProviders();
    assertSame(plugin, made[0]);
    assertInstanceOf(JoinPolicy.class, made[1]);
  }

  @Test
  void theOperatorsBeanItselfIsNotChanged() {
    create(base);
    create(base);
    assertNull(base.getConsistentId());
  }

  @Test
  void theSettingsSayHowMembersAreFound() {
    settings.setDiscovery(Discovery.MULTICAST);
    settings.setMulticastGroup("228.9.9.9");
    settings.setMulticastPort(47_999);
    TcpDiscoveryMulticastIpFinder multicast =
        assertInstanceOf(TcpDiscoveryMulticastIpFinder.class, finderOf(create(null)));
    assertEquals("228.9.9.9", multicast.getMulticastGroup());
    assertEquals(47_999, multicast.getMulticastPort());
    assertEquals("127.0.0.1", multicast.getLocalAddress());

    settings.setDiscovery(Discovery.SHARED_FOLDER);
    settings.setDiscoveryFolder(new File("/shared"));
    TcpDiscoverySharedFsIpFinder shared =
        assertInstanceOf(TcpDiscoverySharedFsIpFinder.class, finderOf(create(null)));
    assertEquals("/shared", shared.getPath());

    settings.setDiscovery(Discovery.JDBC);
    settings.setDiscoveryJdbcUrl("jdbc:none");
    settings.setDiscoveryJdbcDriver(String.class.getName());
    assertInstanceOf(TcpDiscoveryJdbcIpFinder.class, finderOf(create(null)));
    settings.setDiscoveryJdbcDriver("no.such.Driver");
    String refusal = assertThrows(ClusterException.class, () -> create(null)).getMessage();
    assertTrue(refusal.contains("'discoveryJdbcDriver' is no.such.Driver"), refusal);
    assertTrue(refusal.contains("put the jar of the driver into lib/mule-ignite"), refusal);
  }

  @Test
  void nodesOfAnotherKindAreKeptOut() {
    assertInstanceOf(JoinPolicy.class, create(null).getPluginProviders()[0]);
  }

  @Test
  void everyCacheOfOursGivesWhatTheGuaranteesNeed() {
    List<CacheConfiguration<?, ?>> caches = cachesOf(create(null)).toList();
    assertEquals(3, caches.size());
    for (CacheConfiguration<?, ?> cache : caches) {
      String name = cache.getName();
      assertEquals(CacheAtomicityMode.TRANSACTIONAL, cache.getAtomicityMode(), name);
      assertEquals(
          CacheWriteSynchronizationMode.FULL_SYNC, cache.getWriteSynchronizationMode(), name);
      assertEquals(PartitionLossPolicy.READ_WRITE_SAFE, cache.getPartitionLossPolicy(), name);
      assertFalse(cache.isReadFromBackup(), name);
      assertNull(cache.getGroupName(), name);
      assertTrue(name.startsWith(CacheSpec.PREFIX), name);
    }
  }

  @Test
  void aCacheThatNeedsExactlyOneBackupToBeAtomicIsTransactionalOtherwise() {
    for (int backups = 0; backups <= 2; backups++) {
      settings.setBackups(backups);
      IgniteConfiguration made = create(null, CacheSpec.inMemoryAtomicWithOneBackup("fast"));
      assertEquals(
          backups == 1 ? CacheAtomicityMode.ATOMIC : CacheAtomicityMode.TRANSACTIONAL,
          cache(made, "fast").getAtomicityMode());
    }
  }

  @Test
  void removalsAreToldOnlyWhereSomebodyListens() {
    IgniteConfiguration made =
        create(
            null,
            CacheSpec.persistent("listened").tellingRemovals(),
            CacheSpec.inMemoryAtomic("atomic").tellingRemovals(),
            CacheSpec.persistent("unheard"));
    assertFalse(cache(made, "listened").isEventsDisabled());
    assertTrue(cache(made, "atomic").isEventsDisabled());
    assertTrue(cache(made, "unheard").isEventsDisabled());
  }

  @Test
  void dataHasTheChosenBackupsAndFactsOfTheClusterACopyEverywhere() {
    settings.setBackups(2);
    IgniteConfiguration made = create(null);
    for (String name : List.of("fast", "safe")) {
      assertEquals(CacheMode.PARTITIONED, cache(made, name).getCacheMode());
      assertEquals(2, cache(made, name).getBackups());
    }
    assertEquals(CacheMode.REPLICATED, cache(made, "system").getCacheMode());
  }

  @Test
  void whatMustSurviveIsInTheRegionThatPersists() {
    IgniteConfiguration made = create(null);
    DataStorageConfiguration storage = made.getDataStorageConfiguration();
    assertEquals(
        storage.getDefaultDataRegionConfiguration().getName(),
        cache(made, "fast").getDataRegionName());
    String persistent = persistentRegion(storage).getName();
    assertEquals(persistent, cache(made, "safe").getDataRegionName());
    assertEquals(persistent, cache(made, "system").getDataRegionName());
  }

  @Test
  void withoutPersistenceOnlyTheFactsOfTheClusterAreOnTheDisk() {
    settings.setPersistence(false);
    settings.setPersistentMemoryMb(64);
    IgniteConfiguration made = create(null);
    DataStorageConfiguration storage = made.getDataStorageConfiguration();
    for (String name : List.of("fast", "safe")) {
      assertEquals(
          storage.getDefaultDataRegionConfiguration().getName(),
          cache(made, name).getDataRegionName());
    }
    assertEquals(persistentRegion(storage).getName(), cache(made, "system").getDataRegionName());
    assertEquals(16 * MEGABYTE, persistentRegion(storage).getMaxSize());
  }

  @Test
  void theUsersMetricsStay() {
    NoopMetricExporterSpi chosen = new NoopMetricExporterSpi();
    MetricExporterSpi[] exporters =
        create(base.setMetricExporterSpi(chosen)).getMetricExporterSpi();
    assertSame(chosen, exporters[0]);
    assertEquals(2, exporters.length);
    assertInstanceOf(JmxMetricExporterSpi.class, create(null).getMetricExporterSpi()[0]);
  }

  @Test
  void noSecretIsInWhatTheConfigurationSaysOfItself() throws Exception {
    Path keys = folder.resolve("keys.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "geheim".toCharArray();
    try (OutputStream out = Files.newOutputStream(keys)) {
      store.store(out, password);
    }
    settings.setTlsKeyStore(keys.toFile());
    settings.setTlsTrustStore(keys.toFile());
    settings.setTlsPasswordFile(Files.writeString(folder.resolve("password"), "geheim").toFile());
    settings.setDiscovery(Discovery.JDBC);
    settings.setDiscoveryJdbcUrl("jdbc:none");
    settings.setDiscoveryJdbcDriver(String.class.getName());
    settings.setDiscoveryJdbcPasswordFile(folder.resolve("password").toFile());
    IgniteConfiguration made = create(null);
    for (Object shown :
        List.of(
            made,
            made.getSslContextFactory(),
            made.getDiscoverySpi(),
            finderOf(made),
            settings,
            settings.describeChosen())) {
      assertFalse(shown.toString().contains("geheim"), shown.getClass().getName());
    }
  }

  @Test
  void theUsersCachesStayBesideOurs() {
    base.setCacheConfiguration(new CacheConfiguration<>("mine"));
    assertEquals(
        List.of("mine", "mule-ignite.system", "mule-ignite.fast", "mule-ignite.safe"),
        cachesOf(create(base)).map(CacheConfiguration::getName).toList());
  }

  @Test
  void eachRegionIsAsLargeAsItsSettingAndOnlyOnePersists() {
    settings.setTransientMemoryMb(17);
    settings.setPersistentMemoryMb(96);
    DataStorageConfiguration storage = create(null).getDataStorageConfiguration();
    DataRegionConfiguration memory = storage.getDefaultDataRegionConfiguration();
    assertEquals(17 * MEGABYTE, memory.getMaxSize());
    assertFalse(memory.isPersistenceEnabled());
    assertEquals(96 * MEGABYTE, persistentRegion(storage).getMaxSize());
    assertTrue(persistentRegion(storage).isPersistenceEnabled());
  }

  @Test
  void theWalIsWrittenAsChosenAndStaysInTheStorage() {
    assertEquals(WALMode.LOG_ONLY, create(null).getDataStorageConfiguration().getWalMode());
    settings.setWalMode(ClusterSettings.WalMode.FSYNC);
    DataStorageConfiguration storage = create(null).getDataStorageConfiguration();
    assertEquals(WALMode.FSYNC, storage.getWalMode());
    for (String path :
        List.of(storage.getStoragePath(), storage.getWalPath(), storage.getWalArchivePath())) {
      assertEquals(STORAGE.getAbsoluteFile(), new File(path).getParentFile());
    }
  }

  @Test
  void noTransactionIsWithoutAnEnd() {
    assertTrue(create(null).getTransactionConfiguration().getDefaultTxTimeout() > 0);
    assertTrue(create(null).getTransactionConfiguration().getTxTimeoutOnPartitionMapExchange() > 0);
  }

  private static DataRegionConfiguration persistentRegion(DataStorageConfiguration storage) {
    assertEquals(1, storage.getDataRegionConfigurations().length);
    return storage.getDataRegionConfigurations()[0];
  }

  private static Stream<CacheConfiguration<?, ?>> cachesOf(IgniteConfiguration made) {
    return Stream.of(made.getCacheConfiguration());
  }

  private static CacheConfiguration<?, ?> cache(IgniteConfiguration made, String name) {
    return cachesOf(made)
        .filter(cache -> cache.getName().equals(CacheSpec.PREFIX + name))
        .findAny()
        .orElseThrow();
  }

  private static List<InetSocketAddress> seedsOf(IgniteConfiguration made) {
    TcpDiscoveryVmIpFinder finder = (TcpDiscoveryVmIpFinder) finderOf(made);
    assertNotNull(finder);
    return finder.getRegisteredAddresses().stream()
        .sorted((one, other) -> one.toString().compareTo(other.toString()))
        .toList();
  }

  private static TcpDiscoveryIpFinder finderOf(IgniteConfiguration made) {
    return ((TcpDiscoverySpi) made.getDiscoverySpi()).getIpFinder();
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(host, port);
  }
}
