package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;

/** Every key that the enterprise edition documents for its cluster file. */
class EeClusterFileTest {

  @TempDir Path mule;

  @Test
  void aClusterOfListedNodes() throws Exception {
    ClusterSettings read =
        read(
            "mule.clusterId=orders",
            "mule.clusterNodeId=1",
            "mule.clusterSize=2",
            "mule.cluster.nodes=127.0.0.1:5701, 198.51.100.1:5702",
            "mule.cluster.multicastenabled=false");
    assertEquals("orders", read.getClusterName());
    assertEquals(1, read.getNodeId());
    assertEquals(2, read.getClusterSize());
    assertEquals(List.of("127.0.0.1:5701", "198.51.100.1:5702"), read.getSeeds());
    assertEquals(Discovery.STATIC, read.get(NetworkSettings.DISCOVERY));
    assertEquals(5_701, read.getDiscoveryPort());
    assertEquals(10, read.getPortRange());
    assertEquals("127.0.0.1", read.getLocalHost(), "the one of the nodes that is this machine");
    assertEquals(
        ".mule/mule-cluster.properties, key mule.clusterId", read.originOf(Settings.CLUSTER_NAME));
  }

  @Test
  void nodesWithoutPortsOrSize() throws Exception {
    ClusterSettings read =
        read("mule.clusterId=orders", "mule.cluster.nodes=127.0.0.1,198.51.100.1");
    assertEquals(List.of("127.0.0.1:5701", "198.51.100.1:5701"), read.getSeeds());
    assertEquals(2, read.getClusterSize());
  }

  @Test
  void portsThatAreFarApart() throws Exception {
    ClusterSettings read = read("mule.cluster.nodes=127.0.0.1:5801,127.0.0.1:5701");
    assertEquals(5_701, read.getDiscoveryPort());
    assertEquals(101, read.getPortRange());
  }

  @Test
  void aListWithoutThisMachine() {
    String message = refusal("mule.cluster.nodes=198.51.100.1,198.51.100.2");
    assertTrue(
        message.contains("'localHost' is 198.51.100.1,198.51.100.2, but this machine has"),
        message);
  }

  @Test
  void aNodeThatIsNone() {
    String message = refusal("mule.cluster.nodes=host:port");
    assertTrue(message.contains("the node 'host:port'"), message);
    assertTrue(message.contains("write it as host or host:port"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mule.cluster.multicastenabled=true", "mule.clusterSize=2"})
  void multicastIsTheWayWhereNoNodesAreListed(String line) throws Exception {
    ClusterSettings read = read("mule.clusterId=orders", line);
    assertEquals(Discovery.MULTICAST, read.get(NetworkSettings.DISCOVERY));
    assertEquals("224.2.2.3", read.get(NetworkSettings.MULTICAST_GROUP));
    assertEquals(54_327, read.get(NetworkSettings.MULTICAST_PORT));
    assertEquals(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .allMatch(address -> address.isLoopbackAddress()),
        read.getLocalHost().startsWith("127."));
  }

  @Test
  void aMulticastGroupOfItsOwn() throws Exception {
    ClusterSettings read =
        read(
            "mule.cluster.multicastenabled=true",
            "mule.cluster.multicastgroup=224.9.9.9",
            "mule.cluster.multicastport=50000");
    assertEquals("224.9.9.9", read.get(NetworkSettings.MULTICAST_GROUP));
    assertEquals(50_000, read.get(NetworkSettings.MULTICAST_PORT));
  }

  @Test
  void interfacesWithWildcards() throws Exception {
    ClusterSettings read =
        read(
            "mule.cluster.nodes=198.51.100.1,198.51.100.2",
            "mule.cluster.networkinterfaces=198.51.100.*,127.0.*.1");
    assertEquals("127.0.0.1", read.getLocalHost());
    assertEquals(
        ".mule/mule-cluster.properties, key mule.cluster.networkinterfaces: 198.51.100.*,127.0.*.1",
        read.originOf(NetworkSettings.LOCAL_HOST));
  }

  @Test
  void aQuorum() throws Exception {
    assertEquals(2, read("mule.clusterSize=3", "mule.cluster.quorumsize=2").getQuorum());
    assertTrue(refusal("mule.clusterSize=3", "mule.cluster.quorumsize=4").contains("from 0 to 3"));
  }

  @Test
  void theProfiles() throws Exception {
    ClusterSettings reliable = read("mule.cluster.storeprofile=reliable");
    assertEquals(1, reliable.getBackups());
    assertTrue(reliable.get(Settings.QUEUE_ENABLED));
    ClusterSettings performance = read("mule.cluster.storeprofile=performance");
    assertEquals(0, performance.getBackups());
    assertFalse(performance.get(Settings.QUEUE_ENABLED));
    assertEquals(
        1, notes().stream().filter(note -> note.contains("loses its share of the data")).count());
    assertTrue(refusal("mule.cluster.storeprofile=fast").contains("reliable or performance"));
  }

  @Test
  void aSharedKeyIsRefusedWithTheRemedyAndNotShown() throws Exception {
    String message = refusal("mule.cluster.network.encryption.key=geheim");
    assertTrue(message.contains("set tlsKeyStore, tlsTrustStore and tlsPasswordFile"), message);
    assertFalse(message.contains("geheim"), message);
    write("mule.clusterId=orders");
    Map<String, String> asProperty = Map.of("mule.cluster.network.encryption.key", "geheim");
    assertThrows(
        ClusterException.class, () -> NodeConfiguration.read(mule.toFile(), asProperty, Map.of()));
  }

  @Test
  void aSharedKeyBesideTlsIsNotNeeded() throws Exception {
    write("mule.cluster.network.encryption.key=geheim", "mule.cluster.nodes=127.0.0.1");
    Map<String, String> tls =
        Map.of(
            "mule.ignite.tlsKeyStore", "k",
            "mule.ignite.tlsTrustStore", "t",
            "mule.ignite.tlsPasswordFile", "p");
    List<String> notes = NodeConfiguration.read(mule.toFile(), tls, Map.of()).notes();
    assertTrue(notes.get(0).contains("encryption.key' is not needed, TLS"), notes::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mule.cluster.jdbcstoreurl",
        "mule.cluster.jdbcstoreusername",
        "mule.cluster.jdbcstorepassword",
        "mule.cluster.jdbcstoredriver",
        "mule.cluster.jdbcstorequerystrategy",
        "mule.cluster.jdbcstoretableNametransformerstrategy",
        "mule.cluster.jmxenabled",
        "mule.cluster.listenersenabled"
      })
  void whatIsNotNeededIsAnsweredWithAReason(String key) throws Exception {
    write(key + "=geheim", "mule.cluster.nodes=127.0.0.1");
    List<String> notes = notes();
    assertTrue(notes.get(0).contains("'" + key + "' is not needed, "), notes::toString);
    assertFalse(notes.toString().contains("geheim"), notes::toString);
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearest() {
    String message = refusal("mule.cluster.quorumSize=2");
    assertTrue(message.contains("key 'mule.cluster.quorumSize'"), message);
    assertTrue(message.contains("did you mean 'mule.cluster.quorumsize'?"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "objectStore, objectStoreEnabled",
    "queueManager, queueEnabled",
    "lockFactory, lockEnabled",
    "timeSupplier, timeSupplierEnabled",
    "clusterService, clusterServiceEnabled"
  })
  void aServiceMayBeLeftToMuleByItsGlobalSettings(String service, String key) throws Exception {
    String name = "muleRuntimeConfig.cluster." + service + ".enabled";
    NodeConfiguration byProperty =
        NodeConfiguration.read(mule.toFile(), Map.of(name, "false"), Map.of());
    assertEquals(
        List.of(key + "=false (system property " + name + ")"),
        byProperty.settings().describeChosen());

    globalSettings(
        "{\"muleRuntimeConfig\": {\"cluster\": {\"%s\": {\"enabled\": false}}}}", service);
    NodeConfiguration byFile = NodeConfiguration.read(mule.toFile(), Map.of(), Map.of());
    assertEquals(
        List.of(key + "=false (conf/mule-config.json, key " + name + ")"),
        byFile.settings().describeChosen());
  }

  @Test
  void globalSettingsThatSayNothingOfACluster() throws Exception {
    globalSettings("{\"muleRuntimeConfig\": {\"maven\": {}}}");
    assertEquals(
        List.of(),
        NodeConfiguration.read(mule.toFile(), Map.of(), Map.of()).settings().describeChosen());
  }

  @Test
  void globalSettingsThatAreNone() throws Exception {
    globalSettings("{\"muleRuntimeConfig\": ");
    String broken = refusal();
    assertTrue(broken.contains("mule-config.json' cannot be read ("), broken);
    globalSettings("{\"muleRuntimeConfig\": {\"cluster\": {\"lockFactory\": {\"enabled\": 7}}}}");
    String wrong = refusal();
    assertTrue(wrong.contains("'lockEnabled' is 7: set it to true or false."), wrong);
    assertTrue(wrong.contains("conf/mule-config.json, key muleRuntimeConfig"), wrong);
  }

  private void globalSettings(String format, Object... parts) throws Exception {
    Path file = mule.resolve("conf/mule-config.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, format.formatted(parts));
  }

  @Test
  void everyOtherPlaceIsStronger() throws Exception {
    write("mule.clusterId=orders", "mule.cluster.nodes=198.51.100.1");
    Map<String, String> ours =
        Map.of("mule.ignite.clusterName", "invoices", "mule.ignite.localHost", "127.0.0.1");
    ClusterSettings read = NodeConfiguration.read(mule.toFile(), ours, Map.of()).settings();
    assertEquals("invoices", read.getClusterName());
    assertEquals("127.0.0.1", read.getLocalHost());
  }

  @Test
  void withoutTheFileThereIsNothingToSay() {
    NodeConfiguration read = NodeConfiguration.read(mule.toFile(), Map.of(), Map.of());
    assertEquals(List.of(), read.notes());
    assertNull(read.settings().originOf(NetworkSettings.DISCOVERY));
  }

  private ClusterSettings read(String... lines) throws Exception {
    write(lines);
    return NodeConfiguration.read(mule.toFile(), Map.of(), Map.of()).settings();
  }

  private List<String> notes() {
    return NodeConfiguration.read(mule.toFile(), Map.of(), Map.of()).notes();
  }

  private String refusal(String... lines) {
    return assertThrows(ClusterException.class, () -> read(lines)).getMessage();
  }

  private void write(String... lines) throws Exception {
    Path file = mule.resolve(".mule/mule-cluster.properties");
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }
}
