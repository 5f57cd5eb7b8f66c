package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;

class ClusterSettingsTest {

  private record Range(String key, int least, int most, ObjIntConsumer<ClusterSettings> setter) {

    ClusterSettings at(int value) {
      ClusterSettings settings = new ClusterSettings();
      setter.accept(settings, value);
      return settings;
    }

    @Override
    public String toString() {
      return key;
    }
  }

  private final ClusterSettings settings = new ClusterSettings();

  static Stream<Range> ranges() {
    return Stream.of(
        new Range("clusterSize", 1, 1_000, ClusterSettings::setClusterSize),
        new Range("discoveryPort", 1, 65_526, ClusterSettings::setDiscoveryPort),
        new Range("communicationPort", 1, 65_526, ClusterSettings::setCommunicationPort),
        new Range("portRange", 1, 1_000, ClusterSettings::setPortRange),
        new Range("backups", 0, 10, ClusterSettings::setBackups),
        new Range("transientMemoryMb", 16, 1 << 20, ClusterSettings::setTransientMemoryMb),
        new Range("persistentMemoryMb", 64, 1 << 20, ClusterSettings::setPersistentMemoryMb),
        new Range("startTimeoutSeconds", 1, 86_400, ClusterSettings::setStartTimeoutSeconds),
        new Range("shutdownWaitSeconds", 0, 3_600, ClusterSettings::setShutdownWaitSeconds),
        new Range("failureDetectionSeconds", 1, 600, ClusterSettings::setFailureDetectionSeconds),
        new Range("leaseMillis", 500, 60_000, ClusterSettings::setLeaseMillis),
        new Range("departedNodeSeconds", 0, 2_592_000, ClusterSettings::setDepartedNodeSeconds));
  }

  @Test
  void theDefaultsAreValid() {
    assertDoesNotThrow(settings::readOnly);
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void bothEndsOfTheRangeAreValid(Range range) {
    assertDoesNotThrow(range.at(range.least)::readOnly);
    assertDoesNotThrow(range.at(range.most)::readOnly);
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void aNumberOutOfItsRangeIsRefusedWithKeyValueAndRemedy(Range range) {
    assertRefused(range, range.least - 1);
    assertRefused(range, range.most + 1);
  }

  private static void assertRefused(Range range, int value) {
    assertEquals(
        "mule-ignite setting '%s' is %d: set it to a number from %d to %d."
            .formatted(range.key, value, range.least, range.most),
        refusalOf(range.at(value)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void anEmptyNameOrAddressIsRefusedWithKeyAndRemedy(String empty) {
    settings.setLocalHost(empty);
    assertEquals(emptyRefusal("localHost"), refusalOf(settings));
    settings.setClusterName(empty);
    assertEquals(emptyRefusal("clusterName"), refusalOf(settings));
  }

  private static String emptyRefusal(String key) {
    return "mule-ignite setting '" + key + "' is empty: give it a value, or leave it out.";
  }

  @Test
  void theHighestPortFitsWhereOnlyOneIsTried() {
    settings.setPortRange(1);
    settings.setDiscoveryPort(65_535);
    settings.setCommunicationPort(65_535);
    assertDoesNotThrow(settings::readOnly);
  }

  @Test
  void theSettingsOfANodeDoNotChange() {
    settings.setBackups(2);
    ClusterSettings ofNode = settings.readOnly();
    settings.setBackups(3);
    assertEquals(2, ofNode.getBackups());
    assertThrows(IllegalStateException.class, () -> ofNode.setBackups(4));
    assertEquals(2, ofNode.getBackups());
  }

  @Test
  void theBeanHasAPropertyForEveryKeyButSecrets() throws Exception {
    Set<String> keys = new TreeSet<>();
    for (Setting<?> setting : Settings.all()) {
      if (!setting.isSecret()) {
        keys.add(setting.key());
      }
    }
    Set<String> properties = new TreeSet<>();
    for (PropertyDescriptor property :
        Introspector.getBeanInfo(ClusterSettings.class).getPropertyDescriptors()) {
      if (property.getWriteMethod() != null) {
        properties.add(property.getName());
      }
    }
    assertEquals(keys, properties);
  }

  @Test
  void aQuorumAboveTheClusterSizeIsRefused() {
    settings.setClusterSize(3);
    settings.setQuorum(4);
    assertEquals(
        "mule-ignite setting 'quorum' is 4: set it to a number from 0 to 3.", refusalOf(settings));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "2, 0, 1", "3, 0, 2", "4, 0, 3", "5, 0, 3", "2, 2, 2", "5, 1, 1"})
  void theQuorumIsTheMajorityFromThreeNodesUpUnlessItIsSet(int size, int quorum, int required) {
    settings.setClusterSize(size);
    settings.setQuorum(quorum);
    assertDoesNotThrow(settings::readOnly);
    assertEquals(required, settings.requiredMembers());
  }

  private static String refusalOf(ClusterSettings settings) {
    return assertThrows(ClusterException.class, settings::readOnly).getMessage();
  }
}
