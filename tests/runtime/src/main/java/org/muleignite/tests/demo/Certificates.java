package org.muleignite.tests.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.muleignite.tests.container.MuleHome;

/**
 * A key and a certificate for each node, and one trust store for all, made with the JDK's keytool
 * as the README tells an operator to. Used by one thread; each call of keytool blocks.
 */
final class Certificates {

  private final Path trustStore;
  private final Path password;

  Certificates(Path directory) throws IOException {
    this.trustStore = directory.resolve("trust.p12");
    this.password = directory.resolve("tls.password");
    Files.writeString(password, UUID.randomUUID().toString());
  }

  /** Makes the stores and sets them in the configuration of the nodes. */
  void install(List<MuleHome> homes) throws IOException, InterruptedException {
    for (MuleHome home : homes) {
      String name = home.directory().getFileName().toString();
      Path keys = home.conf().resolve(name + ".p12");
      Path certificate = home.conf().resolve(name + ".cer");
      keytool("-genkeypair", keys, "-keyalg", "EC", "-alias", "node", "-dname", "CN=" + name);
      keytool("-exportcert", keys, "-alias", "node", "-file", certificate.toString());
      keytool(
          "-importcert", trustStore, "-alias", name, "-file", certificate.toString(), "-noprompt");
      Files.write(
          home.conf().resolve("mule-ignite.properties"),
          List.of(
              "tlsKeyStore=" + keys, "tlsTrustStore=" + trustStore, "tlsPasswordFile=" + password),
          StandardOpenOption.APPEND);
    }
  }

  private void keytool(String command, Path store, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of(command, "-keystore", store.toString(), "-storetype", "PKCS12"));
    words.addAll(List.of("-storepass:file", password.toString()));
    words.addAll(List.of(more));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output);
    }
  }
}
