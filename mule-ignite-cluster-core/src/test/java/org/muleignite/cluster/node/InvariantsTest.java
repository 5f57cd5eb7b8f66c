package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.ConnectorConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.TransactionConfiguration;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.apache.ignite.plugin.segmentation.SegmentationPolicy;
import org.apache.ignite.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;

/** What an operator's own Ignite configuration may say and may not. */
class InvariantsTest {

  private record Attempt(String property, String invariant, Consumer<IgniteConfiguration> change) {

    @Override
    public String toString() {
      return property;
    }
  }

  private final ClusterSettings settings = new ClusterSettings();

  @BeforeAll
  static void establish() {
    EnginePrerequisites.establish(InvariantsTest.class.getClassLoader());
  }

  static Stream<Attempt> attempts() {
    String node = "one server node per JVM";
    String bytes = "only bytes cross the network";
    String ports = "only the ports that the cluster needs are open";
    String lease = "a node acts only while it is a member";
    String truth = "an acknowledged write is on every copy";
    return Stream.of(
        new Attempt("clientMode", node, c -> c.setClientMode(true)),
        new Attempt("igniteInstanceName", node, c -> c.setIgniteInstanceName("mine")),
        new Attempt("consistentId", node, c -> c.setConsistentId("mine")),
        new Attempt("workDirectory", node, c -> c.setWorkDirectory("/mine")),
        new Attempt("localHost", ports, c -> c.setLocalHost("0.0.0.0")),
        new Attempt("failureHandler", lease, c -> c.setFailureHandler(new NoOpFailureHandler())),
        new Attempt(
            "segmentationPolicy", lease, c -> c.setSegmentationPolicy(SegmentationPolicy.NOOP)),
        new Attempt("failureDetectionTimeout", lease, c -> c.setFailureDetectionTimeout(1)),
        new Attempt("peerClassLoadingEnabled", bytes, c -> c.setPeerClassLoadingEnabled(true)),
        new Attempt("classLoader", bytes, c -> c.setClassLoader(new ClassLoader() {})),
        new Attempt(
            "dataStorageConfiguration",
            truth,
            c -> c.setDataStorageConfiguration(new DataStorageConfiguration())),
        new Attempt(
            "clusterStateOnStart",
            truth,
            c -> c.setClusterStateOnStart(ClusterState.ACTIVE_READ_ONLY)),
        new Attempt(
            "transactionConfiguration.defaultTxTimeout",
            "no transaction stays open",
            c ->
                c.setTransactionConfiguration(
                    new TransactionConfiguration().setDefaultTxTimeout(86_400_000))),
        new Attempt(
            "clientConnectorConfiguration",
            ports,
            c -> c.setClientConnectorConfiguration(new ClientConnectorConfiguration())),
        new Attempt(
            "connectorConfiguration",
            ports,
            c -> c.setConnectorConfiguration(new ConnectorConfiguration().setHost("0.0.0.0"))),
        new Attempt(
            "cacheConfiguration",
            truth,
            c -> c.setCacheConfiguration(new CacheConfiguration<>("mule-ignite.system"))));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void whatWouldBreakAnInvariantIsRefusedWithItsName(Attempt attempt) {
    IgniteConfiguration chosen = new IgniteConfiguration();
    attempt.change.accept(chosen);
    String message =
        assertThrows(ClusterException.class, () -> Invariants.check(chosen, settings)).getMessage();
    assertTrue(message.contains("sets '" + attempt.property + "' to "), message);
    assertTrue(message.contains("invariant '" + attempt.invariant), message);
    assertTrue(message.contains("': remove it"), message);
  }

  @Test
  void trafficIsProtectedByOnePlaceOnly() {
    settings.setTlsKeyStore(new File("keys"));
    IgniteConfiguration chosen =
        new IgniteConfiguration().setSslContextFactory(new SslContextFactory());
    String message =
        assertThrows(ClusterException.class, () -> Invariants.check(chosen, settings)).getMessage();
    assertTrue(message.contains("use the setting(s) tlsKeyStore and tlsTrustStore"), message);
  }

  @Test
  void anythingElseIsRespected() {
    IgniteConfiguration chosen =
        new IgniteConfiguration()
            .setNetworkTimeout(4_321)
            .setSslContextFactory(new SslContextFactory())
            .setCacheConfiguration(new CacheConfiguration<>("mine"));
    assertDoesNotThrow(() -> Invariants.check(chosen, settings));
    assertDoesNotThrow(() -> Invariants.check(null, settings));
  }
}
