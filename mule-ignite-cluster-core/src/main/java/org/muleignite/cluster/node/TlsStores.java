package org.muleignite.cluster.node;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;
import org.muleignite.cluster.config.Setting;

/**
 * The key store and the trust store of this node, read and opened when this is made. Immutable;
 * blocks on the disk.
 */
final class TlsStores {

  /** In JDK 8 and later this type reads stores of the type PKCS12 too. */
  static final String TYPE = "JKS";

  private final ClusterSettings settings;
  private final char[] password;
  private final KeyStore keys;
  private final KeyManager[] keyManagers;
  private final X509TrustManager trust;

  /**
   * @throws ClusterException with setting, file and remedy when a store is missing, is none, or
   *     does not open with the password
   */
  TlsStores(ClusterSettings settings) {
    this.settings = settings;
    this.password =
        settings.secret(NetworkSettings.TLS_PASSWORD, NetworkSettings.TLS_PASSWORD_FILE).reveal();
    this.keys = read(NetworkSettings.TLS_KEY_STORE);
    try {
      KeyManagerFactory ofKeys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      ofKeys.init(keys, password);
      this.keyManagers = ofKeys.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw doesNotOpen(NetworkSettings.TLS_KEY_STORE, e);
    }
    this.trust = trust(read(NetworkSettings.TLS_TRUST_STORE));
  }

  private KeyStore read(Setting<File> setting) {
    File file = settings.get(setting);
    if (!file.isFile() || !file.canRead()) {
      throw new ClusterException(
          "mule-ignite setting '"
              + setting
              + "' "
              + file
              + " is no file that this user can read: create it, or correct the setting.");
    }
    try (InputStream in = Files.newInputStream(file.toPath())) {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(in, password);
      return store;
    } catch (IOException | GeneralSecurityException e) {
      if (e.getCause() instanceof UnrecoverableKeyException) {
        throw doesNotOpen(setting, e);
      }
      throw new ClusterException(
          "mule-ignite setting '"
              + setting
              + "' "
              + file
              + " is no store of the type PKCS12 or JKS: make one with keytool, or correct the"
              + " setting.",
          e);
    }
  }

  private ClusterException doesNotOpen(Setting<File> setting, Exception cause) {
    return new ClusterException(
        "mule-ignite setting '"
            + setting
            + "' "
            + settings.get(setting)
            + " does not open with the password of 'tlsPasswordFile' or 'tlsPassword': set the one"
            + " that both stores and the key have.",
        cause);
  }

  private static X509TrustManager trust(KeyStore trusted) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager) {
          return (X509TrustManager) manager;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A trust store that was read can be used", e);
    }
    throw new IllegalStateException("Every Java can judge certificates");
  }

  char[] password() {
    return password.clone();
  }

  KeyManager[] keyManagers() {
    return keyManagers.clone();
  }

  X509TrustManager trust() {
    return trust;
  }

  /**
   * @return the certificate that this node shows; null when there is no key with one
   */
  X509Certificate own() {
    try {
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.isKeyEntry(alias) && keys.getCertificate(alias) instanceof X509Certificate) {
          return (X509Certificate) keys.getCertificate(alias);
        }
      }
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key store that was read can be listed", e);
    }
  }
}
