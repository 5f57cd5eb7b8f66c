package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key out of every place that may set it, and which place wins. */
class NodeConfigurationTest extends ConfiguredNode {

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
