package org.muleignite.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.muleignite.cluster.config.ClusterSettings;

/**
 * A key store with one key and its certificate, made by the JDK's keytool, which serves as the
 * trust store of those who hold it too; and a file with its password. Immutable.
 */
final class Certificates {

  static final String PASSWORD = "an-open-secret";

  private final File store;
  private final File password;

  private Certificates(File store, File password) {
    this.store = store;
    this.password = password;
  }

  static Certificates create(Path folder, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Path password = Files.writeString(folder.resolve(name + ".password"), PASSWORD + "\n");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "node",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:file",
                password.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), output);
    return new Certificates(store.toFile(), password.toFile());
  }

  void use(ClusterSettings settings) {
    settings.setTlsKeyStore(store);
    settings.setTlsTrustStore(store);
    settings.setTlsPasswordFile(password);
  }
}
