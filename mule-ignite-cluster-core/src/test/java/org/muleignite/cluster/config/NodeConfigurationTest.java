package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;

/** Every key out of every place that may set it, and which place wins. */
class NodeConfigurationTest {

  private static final String BEANS =
      """
      <beans xmlns='http://www.springframework.org/schema/beans'
             xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
             xsi:schemaLocation='http://www.springframework.org/schema/beans
               http://www.springframework.org/schema/beans/spring-beans.xsd'>
        <bean class='org.muleignite.cluster.config.ClusterSettings'>%s</bean>
      </beans>
      """;

  @TempDir Path mule;

  @BeforeEach
  void folders() throws Exception {
    Files.createDirectories(mule.resolve("conf"));
  }

  static Stream<Setting<?>> settings() {
    return Settings.all().stream();
  }

  static Stream<Setting<?>> openSettings() {
    return settings().filter(setting -> !setting.isSecret());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theDefaultHoldsWhereNobodySetsAKey(Setting<?> setting) {
    ClusterSettings read = read(Map.of(), Map.of());
    assertEquals(setting.byDefault(), read.get(setting));
    assertFalse(read.isChosen(setting));
  }

  @ParameterizedTest
  @MethodSource("openSettings")
  void aSystemPropertySetsAKey(Setting<?> setting) {
    String name = "mule.ignite." + setting.key();
    ClusterSettings read = read(Map.of(name, valid(setting)), companions(setting));
    assertChosen(setting, read, "system property " + name);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theEnvironmentSetsAKey(Setting<?> setting) {
    String name = setting.environmentName();
    Map<String, String> environment = companions(setting);
    environment.put(name, valid(setting));
    assertChosen(setting, read(Map.of(), environment), "environment variable " + name);
  }

  @ParameterizedTest
  @MethodSource("openSettings")
  void thePropertiesFileSetsAKey(Setting<?> setting) throws Exception {
    properties(setting.key() + "=" + valid(setting));
    ClusterSettings read = read(Map.of(), companions(setting));
    assertChosen(setting, read, "conf/mule-ignite.properties, key " + setting.key());
  }

  @ParameterizedTest
  @MethodSource("openSettings")
  void theBeanSetsAKey(Setting<?> setting) throws Exception {
    bean(setting.key(), valid(setting));
    assertChosen(setting, read(Map.of(), companions(setting)), "conf/mule-ignite.xml");
  }

  /** What must be set together with a key, in the environment. */
  private static Map<String, String> companions(Setting<?> setting) {
    Map<String, String> environment = new HashMap<>();
    List<Setting<?>> others =
        setting == NetworkSettings.DISCOVERY
            ? List.of(NetworkSettings.DISCOVERY_JDBC_URL, NetworkSettings.DISCOVERY_JDBC_DRIVER)
            : setting.key().startsWith("tls")
                ? List.of(
                    NetworkSettings.TLS_KEY_STORE,
                    NetworkSettings.TLS_TRUST_STORE,
                    NetworkSettings.TLS_PASSWORD)
                : List.of();
    others.stream()
        .filter(other -> other != setting)
        .forEach(other -> environment.put(other.environmentName(), "x"));
    return environment;
  }

  private static void assertChosen(Setting<?> setting, ClusterSettings read, String origin) {
    assertEquals(valid(setting), text(read.get(setting)));
    assertEquals(origin, read.originOf(setting));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aBadValueIsRefusedWithKeyValueRemedyAndOrigin(Setting<?> setting) {
    String bad = bad(setting);
    String name = setting.environmentName();
    String message = refusal(Map.of(), Map.of(name, bad));
    assertTrue(message.contains("mule-ignite setting '" + setting + "' is " + shown(bad)), message);
    assertTrue(message.contains(": "), message);
    assertTrue(message.endsWith(" It is set by environment variable " + name + "."), message);
  }

  private static String shown(String bad) {
    return bad.isEmpty() ? "empty" : bad;
  }

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
    return settings().filter(Setting::isSecret);
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

  @Test
  void aServiceThatIsSwitchedOffIsNamed() {
    assertEquals(List.of(), read(Map.of(), Map.of()).switchedOff());
    assertEquals(
        List.of(
            "mule-ignite setting 'queueEnabled' is false: queues are Mule's own, one per node."),
        read(Map.of("mule.ignite.queueEnabled", "false"), Map.of()).switchedOff());
  }

  @Test
  void eachPlaceOverridesTheWeakerOnes() throws Exception {
    assertEquals(1, read(Map.of(), Map.of()).getBackups());
    properties("backups=2");
    assertEquals(2, read(Map.of(), Map.of()).getBackups());
    bean("backups", "3");
    assertEquals(3, read(Map.of(), Map.of()).getBackups());
    Map<String, String> environment = Map.of("MULE_IGNITE_BACKUPS", "4");
    assertEquals(4, read(Map.of(), environment).getBackups());
    assertEquals(5, read(Map.of("mule.ignite.backups", "5"), environment).getBackups());
  }

  @Test
  void placesThatSetDifferentKeysAddUp() throws Exception {
    properties("backups=2", "seeds = a:1, b:2 ,");
    bean("clusterName", "orders");
    ClusterSettings read = read(Map.of("mule.ignite.clusterSize", "3", "other", "x"), Map.of());
    assertEquals(2, read.getBackups());
    assertEquals(List.of("a:1", "b:2"), read.getSeeds());
    assertEquals("orders", read.getClusterName());
    assertEquals(3, read.getClusterSize());
    assertNull(read.originOf(Settings.WAL_MODE));
  }

  @Test
  void whatSomebodyChoseIsDescribedWithWhoDid() throws Exception {
    properties("seeds=a:1,b:2");
    assertEquals(
        List.of(
            "clusterSize=3 (environment variable MULE_IGNITE_CLUSTER_SIZE)",
            "seeds=a:1,b:2 (conf/mule-ignite.properties, key seeds)"),
        read(Map.of(), Map.of("MULE_IGNITE_CLUSTER_SIZE", "3")).describeChosen());
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestKnownOne() throws Exception {
    String systemProperty = refusal(Map.of("mule.ignite.backup", "1"), Map.of());
    assertTrue(systemProperty.contains("system property 'mule.ignite.backup'"), systemProperty);
    assertTrue(systemProperty.contains("did you mean 'mule.ignite.backups'?"), systemProperty);
    String variable = refusal(Map.of(), Map.of("MULE_IGNITE_CLUSTERNAME", "x"));
    assertTrue(variable.contains("did you mean 'MULE_IGNITE_CLUSTER_NAME'?"), variable);
    properties("clustersise=2");
    String key = refusal(Map.of(), Map.of());
    assertTrue(
        key.contains("conf/mule-ignite.properties, key 'clustersise': did you mean 'clusterSize'?"),
        key);
  }

  @Test
  void aPropertiesFileThatIsNoneIsRefused() throws Exception {
    properties("clusterName=\\u00zz");
    String message = refusal(Map.of(), Map.of());
    assertTrue(message.contains("mule-ignite.properties' cannot be read"), message);
    assertTrue(message.endsWith("remove it to start with the defaults."), message);
  }

  @Test
  void theSettingsOfANodeAreReadOnly() {
    ClusterSettings read = read(Map.of(), Map.of());
    assertThrows(IllegalStateException.class, () -> read.setBackups(2));
  }

  private ClusterSettings read(Map<String, String> properties, Map<String, String> environment) {
    return NodeConfiguration.read(mule.toFile(), properties, environment).settings();
  }

  private String refusal(Map<String, String> properties, Map<String, String> environment) {
    return assertThrows(ClusterException.class, () -> read(properties, environment)).getMessage();
  }

  private void properties(String... lines) throws Exception {
    Files.write(mule.resolve("conf/mule-ignite.properties"), List.of(lines));
  }

  private void bean(String key, String value) throws Exception {
    String property = "<property name='%s' value='%s'/>".formatted(key, value);
    Files.writeString(mule.resolve("conf/mule-ignite.xml"), BEANS.formatted(property));
  }

  /** A text that is neither the default nor refused. */
  private static String valid(Setting<?> setting) {
    Object byDefault = setting.byDefault();
    if (byDefault instanceof Integer number) {
      return String.valueOf(number <= 1 ? number + 1 : number - 1);
    }
    if (byDefault instanceof Boolean flag) {
      return String.valueOf(!flag);
    }
    if (setting == Settings.WRITE_MODE) {
      // The other one is always refused.
      return WriteMode.ALL_COPIES.name();
    }
    if (byDefault instanceof Enum<?> choice) {
      Object[] all = choice.getDeclaringClass().getEnumConstants();
      return all[all.length - 1].toString();
    }
    if (setting == NetworkSettings.RECEIVED_CLASSES) {
      return "com.example.Order,com.example.shared.*";
    }
    if (byDefault instanceof List) {
      return setting.key().endsWith("Backups") ? "a=1,b=2" : "a:1,b:2";
    }
    return setting.isSecret() ? "***" : "/other";
  }

  private static String text(Object value) {
    return value instanceof File file ? file.getPath() : ValueType.show(value);
  }

  private static String bad(Setting<?> setting) {
    Object byDefault = setting.byDefault();
    boolean anyText = byDefault == null || byDefault instanceof String || byDefault instanceof List;
    return anyText ? "" : "nonsense";
  }
}
