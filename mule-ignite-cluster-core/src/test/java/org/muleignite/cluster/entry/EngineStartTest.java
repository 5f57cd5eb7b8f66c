package org.muleignite.cluster.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.cache.Cache;
import org.apache.ignite.Ignition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.engine.IgniteEngineProvider;

/** The real engine in a class loader of its own, for which no package of the JDK is open yet. */
class EngineStartTest {

  private static final String FILE =
      """
      <beans xmlns='http://www.springframework.org/schema/beans'
             xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
             xsi:schemaLocation='http://www.springframework.org/schema/beans
               http://www.springframework.org/schema/beans/spring-beans.xsd'>
        <bean class='org.muleignite.cluster.config.ClusterSettings'>
          <property name='clusterSize' value='0'/>
        </bean>
        <bean class='org.apache.ignite.configuration.IgniteConfiguration'>
          <property name='discoverySpi'>
            <bean class='org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi'/>
          </property>
          <property name='communicationSpi'>
            <bean class='org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi'/>
          </property>
        </bean>
      </beans>
      """;

  @TempDir Path mule;

  @Test
  void theBeansFileMayDefineAnyPartOfIgnite() throws Exception {
    Files.createDirectories(mule.resolve("conf"));
    Files.writeString(mule.resolve("conf/mule-ignite.xml"), FILE);
    RuntimeException refusal = assertThrows(RuntimeException.class, this::startRealEngine);
    assertEquals(
        "mule-ignite setting 'clusterSize' is 0: set it to a number from 1 to 1000. It is set by"
            + " conf/mule-ignite.xml.",
        refusal.getMessage());
  }

  private void startRealEngine() throws Exception {
    URL[] jars = {
      placeOf(IgniteEngineProvider.class), placeOf(Ignition.class), placeOf(Cache.class)
    };
    try (EngineClassLoader loader =
        new EngineClassLoader(jars, EngineStartTest.class.getClassLoader())) {
      Class<?> type = loader.loadClass(IgniteEngineProvider.class.getName());
      ClusterEngineProvider provider = (ClusterEngineProvider) type.getConstructor().newInstance();
      provider.start(mule.toFile(), null).close();
    }
  }

  private static URL placeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
