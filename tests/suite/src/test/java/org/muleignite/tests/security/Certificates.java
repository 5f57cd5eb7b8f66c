package org.muleignite.tests.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.muleignite.cluster.config.ClusterSettings;

/**
 * A key store with one key and its certificate, a trust store, and a file with the password of
 * both, made by the JDK's keytool. Immutable.
 */
final class Certificates {

  static final String PASSWORD = "an-open-secret";

  private final File keys;
  private final File trusted;
  private final File password;

  private Certificates(File keys, File trusted, File password) {
    this.keys = keys;
    this.trusted = trusted;
    this.password = password;
  }

  /** A certificate of nobody but itself, which those trust who hold the same. */
  static Certificates create(Path folder, String name) throws Exception {
    Path password = Files.writeString(folder.resolve(name + ".password"), PASSWORD + "\n");
    Path store = folder.resolve(name + ".p12");
    generate(store, password, name);
    return new Certificates(store.toFile(), store.toFile(), password.toFile());
  }

  /** Somebody who issues certificates. */
  static Certificates authority(Path folder, String name) throws Exception {
    Certificates authority = create(folder, name);
    Path certificate = folder.resolve(name + ".cer");
    keytool(authority.keys, authority.password, "-exportcert", "-file", certificate.toString());
    File trusted = folder.resolve(name + "-trusted.p12").toFile();
    keytool(
        trusted, authority.password, "-importcert", "-noprompt", "-file", certificate.toString());
    return new Certificates(authority.keys, trusted, authority.password);
  }

  /**
   * A certificate that this authority issued, for a node that trusts the certificates of the other.
   */
  Certificates issue(Path folder, String name, Certificates trustedAuthority) throws Exception {
    return issue(folder, name, trustedAuthority, "-validity", "2");
  }

  /** The same for two days that are over. */
  Certificates issueExpired(Path folder, String name, Certificates trustedAuthority)
      throws Exception {
    return issue(folder, name, trustedAuthority, "-startdate", "-5d", "-validity", "2");
  }

  private Certificates issue(
      Path folder, String name, Certificates trustedAuthority, String... validity)
      throws Exception {
    Path store = folder.resolve(name + ".p12");
    generate(store, password.toPath(), name);
    String request = folder.resolve(name + ".csr").toString();
    String issued = folder.resolve(name + ".cer").toString();
    String issuer = folder.resolve(name + "-issuer.cer").toString();
    keytool(store.toFile(), password, "-certreq", "-file", request);
    List<String> signing = new ArrayList<>(List.of("-gencert", "-infile", request));
    signing.addAll(List.of("-outfile", issued));
    signing.addAll(List.of(validity));
    keytool(keys, password, signing.toArray(new String[0]));
    keytool(keys, password, "-exportcert", "-file", issuer);
    importAs(store, "issuer", issuer);
    keytool(store.toFile(), password, "-importcert", "-noprompt", "-file", issued);
    return new Certificates(store.toFile(), trustedAuthority.trusted, password);
  }

  private void importAs(Path store, String alias, String file) throws Exception {
    run(
        List.of(
            "-importcert",
            "-noprompt",
            "-alias",
            alias,
            "-file",
            file,
            "-keystore",
            store.toString(),
            "-storepass:file",
            password.toString()));
  }

  private static void generate(Path store, Path password, String name) throws Exception {
    keytool(
        store.toFile(),
        password.toFile(),
        "-genkeypair",
        "-keyalg",
        "EC",
        "-ext",
        "bc:c",
        "-dname",
        "CN=" + name,
        "-validity",
        "2",
        "-storetype",
        "PKCS12");
  }

  private static void keytool(File store, File password, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "-alias",
            "node",
            "-keystore",
            store.toString(),
            "-storepass:file",
            password.toString()));
    run(all);
  }

  private static void run(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), output);
  }

  void use(ClusterSettings settings) {
    settings.setTlsKeyStore(keys);
    settings.setTlsTrustStore(trusted);
    settings.setTlsPasswordFile(password);
  }

  /** The arguments by which a JVM of its own uses them; see {@link TlsNode}. */
  List<String> arguments() {
    return List.of(keys.toString(), trusted.toString(), password.toString());
  }
}
