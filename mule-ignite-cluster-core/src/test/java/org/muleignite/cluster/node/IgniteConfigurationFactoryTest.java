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
import org.apache.ignite.configuration.IgniteConfiguration;
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
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.Discovery;

/** How a node names itself, meets others and is observed, and what stays of the operator's. */
class IgniteConfigurationFactoryTest extends ConfigurationOfANode {

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
