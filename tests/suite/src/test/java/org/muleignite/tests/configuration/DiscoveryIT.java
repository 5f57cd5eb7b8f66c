package org.muleignite.tests.configuration;

import static java.util.Collections.emptyList;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Discovery;
import org.muleignite.tests.support.TestCluster;

/** Members find each other by every way that can be set. */
class DiscoveryIT {

  @TempDir Path folder;

  @Test
  void byAFolder() {
    assertFound(
        settings -> {
          settings.setDiscovery(Discovery.SHARED_FOLDER);
          settings.setDiscoveryFolder(folder.toFile());
        });
  }

  @Test
  void byADatabase() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=false";
    assertFound(
        settings -> {
          settings.setDiscovery(Discovery.JDBC);
          settings.setDiscoveryJdbcUrl(url);
          settings.setDiscoveryJdbcDriver(org.h2.Driver.class.getName());
        });
  }

  @Test
  void byAGroup() {
    assertFound(
        settings -> {
          settings.setDiscovery(Discovery.MULTICAST);
          settings.setMulticastPort(settings.getDiscoveryPort());
        });
  }

  @Test
  void byAName() {
    assertFound(
        settings -> {
          int first = settings.getDiscoveryPort();
          settings.setSeeds(List.of("localhost:" + first + ".." + (first + 1)));
        });
  }

  private static void assertFound(Consumer<ClusterSettings> tuning) {
    try (TestCluster cluster = new TestCluster(() -> emptyList(), tuning)) {
      cluster.start(0);
      cluster.start(1);
      assertEquals(2, cluster.member(0).context().membership().members().size());
    }
  }
}
