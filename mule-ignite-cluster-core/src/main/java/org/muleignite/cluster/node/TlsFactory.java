package org.muleignite.cluster.node;

import javax.cache.configuration.Factory;
import javax.net.ssl.SSLContext;
import org.apache.ignite.ssl.SslContextFactory;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;

/**
 * Makes the TLS of all traffic between nodes out of our settings. Ignite asks every node that
 * connects for a certificate, so that both sides refuse one that the trust store does not know.
 * Immutable; reads the stores, to fail before anything starts.
 */
final class TlsFactory {

  private final ClusterSettings settings;

  TlsFactory(ClusterSettings settings) {
    this.settings = settings;
  }

  /**
   * @throws org.muleignite.cluster.api.ClusterException when a store cannot be read with the
   *     password
   */
  Factory<SSLContext> create() {
    TlsStores stores = new TlsStores(settings);
    SslContextFactory factory = new SslContextFactory();
    factory.setKeyStoreType(TlsStores.TYPE);
    factory.setKeyStoreFilePath(settings.get(NetworkSettings.TLS_KEY_STORE).getPath());
    factory.setKeyStorePassword(stores.password());
    factory.setTrustStoreType(TlsStores.TYPE);
    factory.setTrustStoreFilePath(settings.get(NetworkSettings.TLS_TRUST_STORE).getPath());
    factory.setTrustStorePassword(stores.password());
    return factory;
  }
}
