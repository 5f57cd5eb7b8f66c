package org.muleignite.tests.security;

import static java.util.Collections.emptyList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.installer.Preflight;
import org.muleignite.tests.support.TestCluster;

/** What a check before the start says where the members, this node, or both use TLS. */
class TlsCheckIT {

  @TempDir static Path folder;

  private static Certificates trusted;
  private static Certificates expired;
  private static Certificates ofOtherAuthority;
  private static List<String> trustingAnother;

  private String printed;

  @BeforeAll
  static void issue() throws Exception {
    Certificates ours = Certificates.authority(folder, "ours");
    Certificates other = Certificates.authority(folder, "other");
    trusted = ours.issue(folder, "node", ours);
    expired = ours.issueExpired(folder, "old", ours);
    ofOtherAuthority = other.issue(folder, "stranger", ours);
    List<String> node = trusted.arguments();
    trustingAnother = List.of(node.get(0), other.arguments().get(1), node.get(2));
  }

  @Test
  void membersWithTlsAnswerAsThoseWithout() throws Exception {
    try (TestCluster cluster = start(trusted::use)) {
      assertTrue(check(cluster, trusted.arguments()), printed);
      assertTrue(printed.contains("ok    the members would take this node in"), printed);

      assertRefused(
          cluster, trusted.arguments(), "'backups' of the joining node is 3", "backups=3");
      assertRefused(
          cluster,
          ofOtherAuthority.arguments(),
          " does not trust the certificate of this node, 'CN=stranger' issued by 'CN=other' for");
      assertRefused(
          cluster,
          expired.arguments(),
          " refuses the certificate of this node, which is not valid at this time, 'CN=old'");
      assertRefused(
          cluster,
          trustingAnother,
          " shows a certificate that 'tlsTrustStore' "
              + trustingAnother.get(1)
              + " of this node does not trust, 'CN=node' issued by 'CN=ours'");
      assertRefused(cluster, List.of(), " uses TLS, and this node does not: set 'tlsKeyStore'");
      assertEquals(1, cluster.member(0).context().membership().members().size());
    }
  }

  @Test
  void aMemberWhoseCertificateIsOverIsNamed() throws Exception {
    try (TestCluster cluster = start(expired::use)) {
      assertRefused(
          cluster,
          trusted.arguments(),
          " shows a certificate that is not valid at this time, 'CN=old' issued by 'CN=ours'");
    }
  }

  @Test
  void membersWithoutTlsAreNamed() throws Exception {
    try (TestCluster cluster = start(settings -> {})) {
      assertRefused(
          cluster, trusted.arguments(), " does not use TLS, or none that this Java knows");
    }
  }

  @Test
  void aStoreThatCannotBeUsedIsNamed() throws Exception {
    String keys = trusted.arguments().get(0);
    String trust = trusted.arguments().get(1);
    String password = trusted.arguments().get(2);
    String wrong = Files.writeString(folder.resolve("wrong.password"), "a-guess").toString();
    String text = Files.writeString(folder.resolve("text.p12"), "no store").toString();
    try (TestCluster cluster = new TestCluster(() -> emptyList(), settings -> {})) {
      assertFalse(check(cluster, List.of(keys, trust, wrong)), printed);
      String opens = "'tlsKeyStore' " + keys + " does not open with the password of";
      assertTrue(printed.contains("FAIL  mule-ignite setting " + opens), printed);
      assertFalse(printed.contains("a-guess"), printed);

      assertFalse(check(cluster, List.of(folder.resolve("none").toString(), trust, password)));
      assertTrue(printed.contains("none is no file that this user can read"), printed);

      assertFalse(check(cluster, List.of(keys, text, password)));
      String type = "'tlsTrustStore' " + text + " is no store of the type PKCS12 or JKS";
      assertTrue(printed.contains("FAIL  mule-ignite setting " + type), printed);
    }
  }

  private static TestCluster start(Consumer<ClusterSettings> tuning) {
    TestCluster cluster = new TestCluster(() -> emptyList(), tuning);
    cluster.start(0);
    return cluster;
  }

  private void assertRefused(
      TestCluster cluster, List<String> certificates, String reason, String... more)
      throws Exception {
    assertFalse(check(cluster, certificates, more), printed);
    String fail = "FAIL  this node would not be taken in: ";
    assertTrue(
        printed.lines().anyMatch(said -> said.startsWith(fail) && said.contains(reason)), printed);
  }

  /** As {@code mule-ignite check} does, of a node that would be the next member. */
  private boolean check(TestCluster cluster, List<String> certificates, String... more)
      throws Exception {
    List<String> lines = new ArrayList<>(List.of(more));
    lines.add("clusterName=" + cluster.name());
    lines.add("discoveryPort=" + cluster.settings().getDiscoveryPort());
    lines.add("communicationPort=" + cluster.settings().getCommunicationPort());
    lines.add("transientMemoryMb=64");
    lines.add("persistentMemoryMb=64");
    List<String> keys = List.of("tlsKeyStore=", "tlsTrustStore=", "tlsPasswordFile=");
    for (int i = 0; i < certificates.size(); i++) {
      lines.add(keys.get(i) + certificates.get(i));
    }
    Path home = Files.createTempDirectory(folder, "mule");
    Files.write(
        Files.createDirectories(home.resolve("conf")).resolve("mule-ignite.properties"), lines);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean fine =
        new Preflight(new PrintStream(out, true, StandardCharsets.UTF_8)).test(home.toFile());
    printed = out.toString(StandardCharsets.UTF_8);
    return fine;
  }
}
