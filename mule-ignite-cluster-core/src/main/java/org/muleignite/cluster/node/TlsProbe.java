package org.muleignite.cluster.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.ignite.spi.discovery.tcp.messages.TcpDiscoveryPingRequest;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;

/**
 * Finds out whether TLS, or the lack of it, keeps this node and those that listen at its seeds from
 * talking to each other. Ignite cannot always tell: where a connection ends within the handshake,
 * it may take the address for one at which nobody is. Sends a handshake and, in it, a ping of
 * Ignite. Immutable; blocks up to 22 s for each address at which somebody listens, 1 s otherwise.
 */
final class TlsProbe {

  /** What every connection to the discovery port of Ignite starts with. */
  private static final byte[] IGNITE_HEADER = {0x00, 0x00, 0x47, 0x47};

  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 5_000;

  private final ClusterSettings settings;
  private final TlsStores stores;

  /**
   * @throws org.muleignite.cluster.api.ClusterException when a store cannot be read
   */
  TlsProbe(ClusterSettings settings) {
    this.settings = settings;
    this.stores =
        settings.get(NetworkSettings.TLS_KEY_STORE) == null ? null : new TlsStores(settings);
  }

  /**
   * @param known addresses that need not be tried, such as those of this node
   * @return why nobody at a seed can be a member together with this node, in one sentence with the
   *     remedy; empty when nothing is certain, as of a node that is down
   */
  Optional<String> hindrance(Collection<InetSocketAddress> known) {
    return new DiscoveryFactory(settings)
        .seedAddresses().stream()
            .filter(seed -> !known.contains(seed))
            .map(this::hindranceAt)
            .filter(Optional::isPresent)
            .map(Optional::get)
            .findFirst();
  }

  /** Tried twice: a node that was just stopping does not listen the second time. */
  private Optional<String> hindranceAt(InetSocketAddress seed) {
    return knock(seed).flatMap(first -> knock(seed));
  }

  private Optional<String> knock(InetSocketAddress seed) {
    Socket connection = new Socket();
    try {
      connection.connect(seed, CONNECT_MILLIS);
      connection.setSoTimeout(ANSWER_MILLIS);
    } catch (IOException nobodyThere) {
      close(connection);
      return Optional.empty();
    }
    Shown shown = new Shown();
    try (SSLSocket socket = encrypted(connection, shown)) {
      socket.startHandshake();
      ping(socket);
      return explain(seed, shown, null);
    } catch (SocketTimeoutException busy) {
      return Optional.empty();
    } catch (IOException e) {
      return explain(seed, shown, e);
    } finally {
      close(connection);
    }
  }

  private SSLSocket encrypted(Socket connection, Shown shown) throws IOException {
    try {
      KeyManager[] keys = stores == null ? null : stores.keyManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {shown}, null);
      return (SSLSocket)
          context
              .getSocketFactory()
              .createSocket(
                  connection,
                  connection.getInetAddress().getHostAddress(),
                  connection.getPort(),
                  true);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has TLS", e);
    }
  }

  /**
   * In TLS 1.3, the other side looks at the certificate of this one after the handshake is over
   * here, so that only an answer shows that it was accepted. One that ends the connection in order,
   * as when it stops, has accepted it too.
   */
  private static void ping(SSLSocket socket) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(IGNITE_HEADER);
    try (ObjectOutputStream out = new ObjectOutputStream(message)) {
      out.writeObject(new TcpDiscoveryPingRequest(UUID.randomUUID(), null));
    }
    socket.getOutputStream().write(message.toByteArray());
    socket.getInputStream().read();
  }

  private Optional<String> explain(InetSocketAddress seed, Shown shown, IOException failure) {
    String node = "The node at seed " + seed.getHostString() + ":" + seed.getPort();
    X509Certificate[] chain = shown.chain;
    if (stores == null) {
      return chain == null ? Optional.empty() : Optional.of(node + encryptsAlone());
    }
    if (chain == null) {
      return Optional.of(node + doesNotEncrypt());
    }
    try {
      stores.trust().checkServerTrusted(chain, shown.type);
    } catch (CertificateException e) {
      return Optional.of(node + isNotTrusted(chain));
    }
    return failure == null ? Optional.empty() : Optional.of(node + refuses());
  }

  private static String encryptsAlone() {
    return " uses TLS, and this node does not: set 'tlsKeyStore', 'tlsTrustStore' and their password"
        + " here too, or correct 'seeds'.";
  }

  private static String doesNotEncrypt() {
    return " does not use TLS, or none that this Java knows, and this node does: set 'tlsKeyStore',"
        + " 'tlsTrustStore' and their password on every node or on none, or correct 'seeds'.";
  }

  private String isNotTrusted(X509Certificate[] chain) {
    for (X509Certificate certificate : chain) {
      if (!isValidNow(certificate)) {
        return " shows a certificate that is not valid at this time, "
            + describe(certificate)
            + ": give that node a new one, or set the clocks of both machines.";
      }
    }
    return " shows a certificate that 'tlsTrustStore' "
        + settings.get(NetworkSettings.TLS_TRUST_STORE)
        + " of this node does not trust, "
        + describe(chain[0])
        + ": import it or its authority there, or correct 'seeds' if that is another cluster.";
  }

  private String refuses() {
    X509Certificate own = stores.own();
    if (own == null) {
      return " refuses this node, whose 'tlsKeyStore' "
          + settings.get(NetworkSettings.TLS_KEY_STORE)
          + " has no key with a certificate: create one with keytool.";
    }
    return isValidNow(own)
        ? " does not trust the certificate of this node, "
            + describe(own)
            + ": import it or its authority into the trust store of that node, or correct 'seeds' if"
            + " that is another cluster."
        : " refuses the certificate of this node, which is not valid at this time, "
            + describe(own)
            + ": put a new one into 'tlsKeyStore' "
            + settings.get(NetworkSettings.TLS_KEY_STORE)
            + ", or set the clocks of both machines.";
  }

  private static boolean isValidNow(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static String describe(X509Certificate certificate) {
    return "'"
        + certificate.getSubjectX500Principal()
        + "' issued by '"
        + certificate.getIssuerX500Principal()
        + "' for "
        + certificate.getNotBefore().toInstant()
        + " to "
        + certificate.getNotAfter().toInstant();
  }

  private static void close(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is no longer needed, open or closed.
    }
  }

  /** Lets every certificate pass, to judge it afterwards. Confined to one thread. */
  private static final class Shown implements X509TrustManager {
    private X509Certificate[] chain;
    private String type;

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType) {
      chain = shown;
      type = authType;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType)
        throws CertificateException {
      throw new CertificateException("This side only connects");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
