package org.muleignite.cluster.node;

import java.io.File;
import javax.cache.configuration.Factory;
import javax.net.ssl.SSLContext;
import org.apache.ignite.ssl.SslContextFactory;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;

/**
 * Makes the TLS of all traffic between nodes out of our settings. Ignite asks every node that
 * connects for a certificate, so that both sides refuse one that the trust store does not know.
 * Immutable; reads the stores, to fail before anything starts.
 */
final class TlsFactory {

  /** In JDK 8 and later this type reads stores of the type PKCS12 too. */
  private static final String STORE_TYPE = "JKS";

  private final ClusterSettings settings;

  TlsFactory(ClusterSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws ClusterException when a store cannot be read with the password
   */
  Factory<SSLContext> create() {
    File keys = settings.get(NetworkSettings.TLS_KEY_STORE);
    File trusted = settings.get(NetworkSettings.TLS_TRUST_STORE);
    char[] password =
        settings.secret(NetworkSettings.TLS_PASSWORD, NetworkSettings.TLS_PASSWORD_FILE).reveal();
    SslContextFactory factory = new SslContextFactory();
    factory.setKeyStoreType(STORE_TYPE);
    factory.setKeyStoreFilePath(keys.getPath());
    factory.setKeyStorePassword(password);
    factory.setTrustStoreType(STORE_TYPE);
    factory.setTrustStoreFilePath(trusted.getPath());
    factory.setTrustStorePassword(password);
    try {
      factory.create();
    } catch (RuntimeException e) {
      throw new ClusterException(
          "mule-ignite setting 'tlsKeyStore' "
              + keys
              + " or 'tlsTrustStore' "
              + trusted
              + " cannot be used ("
              + rootOf(e).getMessage()
              + "): check that both are PKCS12 or JKS stores and that 'tlsPasswordFile' holds the"
              + " password of both.",
          e);
    }
    return factory;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
