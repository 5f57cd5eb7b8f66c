package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;

/** What values mean, and which are refused. */
class SettingValuesTest extends ConfiguredNode {

  @Test
  void whatBelongsTogetherIsNeededTogether() {
    assertEquals(
        "mule-ignite setting 'discoveryFolder' is not set, but 'discovery' is SHARED_FOLDER: set it"
            + " too.",
        refusal(Map.of("mule.ignite.discovery", "SHARED_FOLDER"), Map.of()));
    assertTrue(
        refusal(Map.of("mule.ignite.discovery", "JDBC"), Map.of()).contains("'discoveryJdbcUrl'"));
    String driver =
        refusal(
            Map.of("mule.ignite.discovery", "JDBC", "mule.ignite.discoveryJdbcUrl", "u"), Map.of());
    assertTrue(driver.contains("'discoveryJdbcDriver' is not set"), driver);
    String keys = refusal(Map.of("mule.ignite.tlsTrustStore", "t"), Map.of());
    assertTrue(keys.contains("'tlsKeyStore' is not set"), keys);
    String trusted = refusal(Map.of("mule.ignite.tlsKeyStore", "k"), Map.of());
    assertTrue(trusted.contains("'tlsTrustStore' is not set"), trusted);
    String password =
        refusal(Map.of("mule.ignite.tlsKeyStore", "k", "mule.ignite.tlsTrustStore", "t"), Map.of());
    assertTrue(password.contains("'tlsPasswordFile' is not set"), password);
  }

  @Test
  void aSeedHasAHostAndMayHavePorts() {
    String good = "a,b:1,c:1..9,[::1]:47500,10.0.0.1";
    assertEquals(5, read(Map.of("mule.ignite.seeds", good), Map.of()).getSeeds().size());
    for (String bad : List.of("a:", ":1", "a:1..", "a:x", "a b")) {
      String message = refusal(Map.of("mule.ignite.seeds", bad), Map.of());
      assertEquals(
          "mule-ignite setting 'seeds' has '%s': write it as host, host:port or host:port..port. It is set by system property mule.ignite.seeds."
              .formatted(bad),
          message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "Order", "com.*.Order", "com.example.**", "com/example/Order"})
  void whatMayBeReceivedIsAClassOrAPackage(String bad) {
    assertEquals(
        "mule-ignite setting 'receivedClasses' has '%s': write it as the name of a class or, for all of a package, as com.example.*. It is set by system property mule.ignite.receivedClasses."
            .formatted(bad),
        refusal(Map.of("mule.ignite.receivedClasses", "com.example.Order," + bad), Map.of()));
  }

  @Test
  void aChangeThatIsOnThePrimaryCopyOnlyIsNotAcknowledged() {
    assertEquals(
        "mule-ignite setting 'writeMode' is PRIMARY_ONLY, which would break the invariant 'an"
            + " acknowledged write is on every copy': remove it, or set 'backups' to 0 to do"
            + " without further copies. It is set by environment variable MULE_IGNITE_WRITE_MODE.",
        refusal(Map.of(), Map.of("MULE_IGNITE_WRITE_MODE", "PRIMARY_ONLY")));
  }

  @Test
  void dataThatIsNotDurableIsNamed() {
    assertEquals(
        List.of(
            "mule-ignite setting 'persistence' is false: persistent queues and object stores are"
                + " kept in memory too, and are lost when all nodes stop."),
        read(Map.of("mule.ignite.persistence", "false"), Map.of()).switchedOff());
  }

  @Test
  void aServiceThatIsSwitchedOffIsNamed() {
    assertEquals(List.of(), read(Map.of(), Map.of()).switchedOff());
    assertEquals(
        List.of(
            "mule-ignite setting 'queueEnabled' is false: queues are Mule's own, one per node."),
        read(Map.of("mule.ignite.queueEnabled", "false"), Map.of()).switchedOff());
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretComesFromTheEnvironmentOnlyAndIsShownToNobody(Setting<?> secret) throws Exception {
    Map<String, String> environment = companions(secret);
    environment.put(secret.environmentName(), "geheim");
    ClusterSettings read = read(Map.of(), environment);
    assertEquals("geheim", new String(((Secret) read.get(secret)).reveal()));
    assertFalse(read.describeChosen().toString().contains("geheim"));

    String message = refusal(Map.of("mule.ignite." + secret, "geheim"), Map.of());
    assertTrue(message.contains("'" + secret + "' is a secret and may not come from system"));
    assertTrue(message.contains("'" + secret + "File'"), message);
    assertFalse(message.contains("geheim"), message);
    properties(secret + "=geheim");
    assertFalse(refusal(Map.of(), Map.of()).contains("geheim"));
  }

  static Stream<Setting<?>> secrets() {
    return Settings.all().stream().filter(Setting::isSecret);
  }

  @Test
  void aSecretMayBeTheFirstLineOfAFile() throws Exception {
    Path file = mule.resolve("password");
    Map<String, String> environment = companions(NetworkSettings.TLS_PASSWORD_FILE);
    environment.remove(NetworkSettings.TLS_PASSWORD.environmentName());
    environment.put(NetworkSettings.TLS_PASSWORD_FILE.environmentName(), file.toString());
    ClusterSettings read = read(Map.of(), environment);
    assertThrows(
        ClusterException.class,
        () -> read.secret(NetworkSettings.TLS_PASSWORD, NetworkSettings.TLS_PASSWORD_FILE));
    Files.writeString(file, "geheim\nsecond line\n");
    Secret secret = read.secret(NetworkSettings.TLS_PASSWORD, NetworkSettings.TLS_PASSWORD_FILE);
    assertEquals("geheim", new String(secret.reveal()));
    assertEquals("***", secret.toString());
  }
}
