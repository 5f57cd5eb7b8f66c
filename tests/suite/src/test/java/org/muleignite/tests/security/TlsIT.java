package org.muleignite.tests.security;

import static java.util.Collections.emptyList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.tests.support.TestCluster;

/** Who holds a trusted certificate is let in, and nobody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {

  private static final int STRANGER = 2;

  @TempDir static Path folder;

  private Certificates trusted;
  private Consumer<ClusterSettings> certificate;
  private TestCluster cluster;

  @BeforeAll
  void start() throws Exception {
    trusted = Certificates.create(folder, "trusted");
    certificate = trusted::use;
    cluster = new TestCluster(() -> emptyList(), settings -> certificate.accept(settings));
    cluster.start(0);
    cluster.start(1);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @Test
  void nodesWithATrustedCertificateAreOneCluster() {
    assertEquals(2, cluster.member(0).context().membership().members().size());
    ClusterSettings settings = cluster.member(0).context().settings();
    assertFalse(settings.describeChosen().toString().contains(Certificates.PASSWORD));
  }

  @Test
  void aNodeWithoutACertificateIsRefused() {
    assertRefused(settings -> {}, "uses TLS, and this node does not: set 'tlsKeyStore'");
  }

  @Test
  void aNodeWithTheCertificateOfAStrangerIsRefused() throws Exception {
    assertRefused(
        Certificates.create(folder, "stranger")::use,
        "shows a certificate that 'tlsTrustStore' "
            + folder.resolve("stranger.p12")
            + " of this node does not trust, 'CN=trusted'");
  }

  private void assertRefused(Consumer<ClusterSettings> ofStranger, String reason) {
    certificate = ofStranger;
    try {
      String message =
          assertThrows(ClusterException.class, () -> cluster.start(STRANGER)).getMessage();
      assertTrue(message.contains(reason), message);
    } finally {
      certificate = trusted::use;
    }
    for (ClusterMember member : cluster.running()) {
      assertEquals(2, member.context().membership().members().size());
    }
  }

  @Test
  void aWrongPasswordIsRefusedWithoutShowingIt() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.password"), "a-guess");
    certificate =
        settings -> {
          trusted.use(settings);
          settings.setTlsPasswordFile(wrong.toFile());
        };
    try {
      String message =
          assertThrows(ClusterException.class, () -> cluster.start(STRANGER)).getMessage();
      assertTrue(message.contains("setting 'tlsKeyStore' " + folder), message);
      assertFalse(message.contains("a-guess"), message);
    } finally {
      certificate = trusted::use;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, TestCluster.PORTS})
  void aConnectionWithoutACertificateEndsAtBothPorts(int offset) throws Exception {
    int port = cluster.settings().getDiscoveryPort() + offset;
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAnybody()}, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(60_000);
      assertThrows(
          IOException.class,
          () -> {
            socket.startHandshake();
            // In TLS 1.3 the refusal comes after the client's part of the handshake.
            if (socket.getInputStream().read() < 0) {
              throw new IOException("closed");
            }
          });
    }
  }

  private static final class TrustAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // It is the other side's check that is tested.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // It is the other side's check that is tested.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
