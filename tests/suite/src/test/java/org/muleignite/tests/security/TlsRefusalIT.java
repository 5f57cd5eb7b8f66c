package org.muleignite.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.support.TestCluster;

/** What both sides say when a JVM is not let in, and that the cluster goes on. */
class TlsRefusalIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private static Certificates trusted;
  private static Certificates ofOtherAuthority;

  private final String cluster = "tls-" + UUID.randomUUID();
  private final int port = TestCluster.freeRange();
  private final List<Process> processes = new ArrayList<>();
  private Path member;

  @BeforeAll
  static void issue() throws Exception {
    Certificates ours = Certificates.authority(folder, "ours");
    Certificates other = Certificates.authority(folder, "other");
    trusted = ours.issue(folder, "node", ours);
    ofOtherAuthority = other.issue(folder, "stranger", ours);
  }

  @BeforeEach
  void startMember() throws Exception {
    member = start("member", cluster, trusted.arguments());
    assertEquals("1", await(member, TlsNode.MEMBER));
  }

  @AfterEach
  void stop() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aNodeWithoutACertificateIsRefused() throws Exception {
    String reason = await(start("plain", cluster, List.of()), TlsNode.REFUSED);
    assertTrue(reason.contains("uses TLS, and this node does not: set 'tlsKeyStore'"), reason);
    await(member, "Failed to initialize connection");
    assertServes();
  }

  /** Ignite does not always tell it so, and would let it be a cluster of its own then. */
  @Test
  void aNodeWithACertificateOfAnotherAuthorityIsRefused() throws Exception {
    String reason =
        await(start("stranger", cluster, ofOtherAuthority.arguments()), TlsNode.REFUSED);
    assertTrue(
        reason.contains("does not trust the certificate of this node, 'CN=stranger'"), reason);
    await(member, "Failed to initialize connection");
    assertServes();
  }

  @Test
  void aTrustedNodeOfAnotherClusterIsRefused() throws Exception {
    String reason = await(start("invoices", "invoices", trusted.arguments()), TlsNode.REFUSED);
    String sentence =
        "mule-ignite setting 'clusterName' of the joining node is 'invoices', but the cluster found"
            + " there is '"
            + cluster
            + "'";
    assertTrue(reason.contains(sentence), reason);
    assertTrue(await(member, "Refused node ").contains(sentence));
    assertServes();
  }

  /** Who is trusted joins, and is the second. */
  private void assertServes() throws Exception {
    Path second = start("second", cluster, trusted.arguments());
    assertEquals("2", await(second, TlsNode.MEMBER));
    for (Path output : List.of(member, second)) {
      assertFalse(
          Files.readString(output).contains(Certificates.PASSWORD), "the password is shown");
    }
  }

  /** Returns the file with the output. */
  private Path start(String name, String clusterName, List<String> certificates) throws Exception {
    Path home = Files.createDirectories(folder.resolve(cluster).resolve(name));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), TlsNode.class.getName()));
    command.addAll(List.of(home.resolve("storage").toString(), clusterName));
    command.addAll(List.of(String.valueOf(port), String.valueOf(port + TestCluster.PORTS)));
    command.addAll(certificates);
    Path output = home.resolve("output");
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start());
    return output;
  }

  /** What follows the marker in the first line that has it. */
  private static String await(Path output, String marker) {
    return Awaitility.await(marker + " in " + output)
        .atMost(PATIENCE)
        .until(() -> find(output, marker), Optional::isPresent)
        .get();
  }

  private static Optional<String> find(Path output, String marker) throws Exception {
    String all = Files.readString(output);
    int start = all.indexOf(marker);
    int end = all.indexOf('\n', Math.max(start, 0));
    return start < 0 || end < 0
        ? Optional.empty()
        : Optional.of(all.substring(start + marker.length(), end).trim());
  }
}
