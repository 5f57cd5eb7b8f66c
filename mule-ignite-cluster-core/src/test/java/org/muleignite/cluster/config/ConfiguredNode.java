package org.muleignite.cluster.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.ClusterException;

/** What configures a node: files below its Mule, system properties and the environment. */
abstract class ConfiguredNode {

  static final String BEANS =
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

  /** What must be set together with a key, in the environment. */
  static Map<String, String> companions(Setting<?> setting) {
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

  ClusterSettings read(Map<String, String> properties, Map<String, String> environment) {
    return NodeConfiguration.read(mule.toFile(), properties, environment).settings();
  }

  String refusal(Map<String, String> properties, Map<String, String> environment) {
    return assertThrows(ClusterException.class, () -> read(properties, environment)).getMessage();
  }

  void properties(String... lines) throws Exception {
    Files.write(mule.resolve("conf/mule-ignite.properties"), List.of(lines));
  }

  void bean(String key, String value) throws Exception {
    String property = "<property name='%s' value='%s'/>".formatted(key, value);
    Files.writeString(mule.resolve("conf/mule-ignite.xml"), BEANS.formatted(property));
  }
}
