package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.ClusterException;

/** Read by the Spring of the oldest Mule that we support. */
class BeansFileTest {

  private static final File SHIPPED =
      new File("../distribution/src/main/files/conf/mule-ignite.xml");
  private static final String SIZE = "mule.ignite.test.clusterSize";

  private static final String SETTINGS =
      "<bean class='org.muleignite.cluster.config.ClusterSettings'>%s</bean>";

  private static final String FILE =
      """
      <beans xmlns='http://www.springframework.org/schema/beans'
             xmlns:context='http://www.springframework.org/schema/context'
             xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
             xsi:schemaLocation='http://www.springframework.org/schema/beans
               http://www.springframework.org/schema/beans/spring-beans.xsd
               http://www.springframework.org/schema/context
               http://www.springframework.org/schema/context/spring-context.xsd'>
        <context:property-placeholder/>
        %s
      </beans>
      """;

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(SIZE);
  }

  @Test
  void withoutAFileTheDefaultsHold() throws Exception {
    BeansFile beans = BeansFile.read(folder.resolve("none.xml").toFile());
    assertNothingChosen(beans.settings());
    assertNull(beans.igniteConfiguration());
  }

  @Test
  void theShippedFileChoosesNothing() throws Exception {
    assertTrue(SHIPPED.isFile(), "moved: " + SHIPPED);
    BeansFile beans = BeansFile.read(SHIPPED);
    assertNothingChosen(beans.settings());
    assertNull(beans.igniteConfiguration());
  }

  @Test
  void valuesMayBePlaceholdersAndLists() throws Exception {
    System.setProperty(SIZE, "3");
    ClusterSettings settings =
        read(SETTINGS.formatted(
                """
                    <property name='clusterSize' value='${%s}'/>
                    <property name='clusterName' value='${no.such.property:orders}'/>
                    <property name='walMode' value='FSYNC'/>
                    <property name='storage' value='/data/node'/>
                    <property name='seeds'><list><value>a:1</value><value>b:2</value></list></property>
                    """
                    .formatted(SIZE)))
            .settings();
    assertEquals(3, settings.getClusterSize());
    assertEquals("orders", settings.getClusterName());
    assertEquals(ClusterSettings.WalMode.FSYNC, settings.getWalMode());
    assertEquals(new File("/data/node"), settings.getStorage());
    assertEquals(List.of("a:1", "b:2"), settings.getSeeds());
  }

  @Test
  void anIgniteConfigurationIsHandedOver() throws Exception {
    BeansFile beans =
        read(
            """
            <bean class='org.apache.ignite.configuration.IgniteConfiguration'>
              <property name='networkTimeout' value='4321'/>
            </bean>
            """);
    assertEquals(4_321, beans.igniteConfiguration().getNetworkTimeout());
    assertNothingChosen(beans.settings());
  }

  @Test
  void aFileThatIsNoXmlIsRefusedWithItsNameAndRemedy() throws Exception {
    String refusal = refusalOf("<beans");
    assertTrue(refusal.startsWith("The file '" + file() + "' cannot be used: "), refusal);
    assertTrue(
        refusal.endsWith(" - correct it, or remove it to start with the defaults."), refusal);
  }

  @Test
  void anUnknownSettingIsNamed() throws Exception {
    assertNames(SETTINGS.formatted("<property name='clusterSise' value='2'/>"), "'clusterSise'");
  }

  @Test
  void aValueOfTheWrongTypeIsNamedWithItsSetting() throws Exception {
    assertNames(
        SETTINGS.formatted("<property name='clusterSize' value='two'/>"),
        "'clusterSize'",
        "\"two\"");
  }

  @Test
  void aPlaceholderWithoutAValueIsNamed() throws Exception {
    assertNames(
        SETTINGS.formatted("<property name='clusterSize' value='${no.such.property}'/>"),
        "'no.such.property'");
  }

  @Test
  void twoSettingsBeansAreRefused() throws Exception {
    String bean = SETTINGS.formatted("");
    assertNames(bean + bean, "2 beans of ClusterSettings", "leave one");
  }

  private void assertNames(String beans, String... parts) throws Exception {
    String refusal = refusalOf(FILE.formatted(beans));
    for (String part : parts) {
      assertTrue(refusal.contains(part), part + " in: " + refusal);
    }
    assertTrue(refusal.contains(file().toString()), refusal);
  }

  private String refusalOf(String text) throws Exception {
    Files.writeString(file(), text);
    ClusterException refusal =
        assertThrows(ClusterException.class, () -> BeansFile.read(file().toFile()));
    return refusal.getMessage();
  }

  private BeansFile read(String beans) throws Exception {
    return BeansFile.read(Files.writeString(file(), FILE.formatted(beans)).toFile());
  }

  private Path file() {
    return folder.resolve("mule-ignite.xml");
  }

  private static void assertNothingChosen(ClusterSettings settings) {
    for (Setting<?> setting : Settings.all()) {
      assertFalse(settings.isChosen(setting), setting.key());
    }
  }
}
