package org.muleignite.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleHome;
import org.muleignite.tests.container.MuleNode;

/** A start that cannot succeed stops Mule with one sentence, and deploys nothing. */
class RefusedStartRuntimeIT {

  @TempDir Path directory;

  @Test
  void aBrokenBeansFile() throws Exception {
    refused(
        home -> Files.writeString(home.conf().resolve("mule-ignite.xml"), "<beans><bean></beans>"),
        "mule-ignite.xml",
        "correct it, or remove it");
  }

  @Test
  void anUnknownSetting() throws Exception {
    refused(
        home -> settings(home, "backupz=2"),
        "conf/mule-ignite.properties, key 'backupz'",
        "did you mean 'backups'");
  }

  @Test
  void aValueThatCannotWork() throws Exception {
    refused(
        home -> settings(home, "backups=-3"),
        "'backups' is -3: set it to a number from 0 to 10",
        "It is set by conf/mule-ignite.properties, key backups");
  }

  @Test
  void noEngineFolder() throws Exception {
    refused(
        home -> deleteAll(home.directory().resolve("lib/mule-ignite")),
        "lib/mule-ignite' is missing: unzip");
  }

  @Test
  void aSecondEngineOnTheClassPathOfMule() throws Exception {
    refused(
        home -> {
          Path folder = home.directory().resolve("lib/mule-ignite");
          try (Stream<Path> jars = Files.list(folder)) {
            Path ignite =
                jars.filter(jar -> jar.getFileName().toString().startsWith("ignite-core"))
                    .findFirst()
                    .get();
            Files.copy(ignite, home.directory().resolve("lib/opt").resolve(ignite.getFileName()));
          }
        },
        "A second engine of mule-ignite is on Mule's own class path",
        "remove that jar");
  }

  @Test
  void twoVersionsOfTheEngine() throws Exception {
    refused(
        home -> {
          Path folder = home.directory().resolve("lib/mule-ignite");
          try (Stream<Path> jars = Files.list(folder)) {
            Path engine =
                jars.filter(jar -> jar.getFileName().toString().contains("-engine-"))
                    .findFirst()
                    .get();
            Files.copy(engine, folder.resolve("mule-ignite-cluster-core-engine-0.0.1.jar"));
          }
        },
        "There are 2 engines of mule-ignite",
        "remove all jars there");
  }

  @Test
  void aStorageThatIsNoFolder() throws Exception {
    refused(
        home -> {
          Files.createDirectories(home.directory().resolve(".mule"));
          Files.writeString(home.directory().resolve(".mule/ignite"), "in the way");
        },
        "setting 'storage' is '",
        "or set another folder");
  }

  @Test
  void theStorageOfAnotherCluster() throws Exception {
    refused(
        home -> {
          Path storage = Files.createDirectories(home.directory().resolve(".mule/ignite"));
          Files.writeString(
              storage.resolve("node.properties"), "format=1\nclusterName=other\nnodeId=x\n");
        },
        "belongs to cluster 'other'",
        "set that name, or another 'storage' folder");
  }

  @Test
  void everyPortOfTheRangeTaken() throws Exception {
    try (MuleCluster cluster = MuleCluster.prepare(directory, 1)) {
      List<ServerSocket> taken = new ArrayList<>();
      try {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        ServerSocket one = new ServerSocket(0, 50, loopback);
        taken.add(one);
        cluster.home(0).deploy(application());
        MuleNode node =
            cluster.start(
                0,
                options ->
                    options
                        .systemProperty("mule.ignite.portRange", "1")
                        .systemProperty(
                            "mule.ignite.communicationPort", String.valueOf(one.getLocalPort())));
        expect(node, "No free port for mule-ignite", "widen 'portRange'");
      } finally {
        for (ServerSocket socket : taken) {
          socket.close();
        }
      }
    }
  }

  @Test
  void aNodeOfAnotherClusterName() throws Exception {
    try (MuleCluster cluster = MuleCluster.prepare(directory, 2)) {
      cluster.start(0).awaitStarted(PATIENCE);
      MuleNode stranger =
          cluster.start(
              1, options -> options.systemProperty("mule.ignite.clusterName", "strangers"));
      expect(
          stranger,
          "'clusterName' of the joining node is 'strangers'",
          "give the node the same name");
      cluster.node(0).awaitLog("Refused node", PATIENCE);
    }
  }

  private interface Damage {
    void to(MuleHome home) throws IOException;
  }

  private void refused(Damage damage, String... sentences) throws IOException {
    try (MuleCluster cluster = MuleCluster.prepare(directory, 1)) {
      cluster.home(0).deploy(application());
      damage.to(cluster.home(0));
      expect(cluster.start(0), sentences);
    }
  }

  private static void expect(MuleNode node, String... sentences) {
    String log = node.awaitFailedStart(PATIENCE);
    for (String sentence : sentences) {
      assertTrue(log.contains(sentence), () -> "'" + sentence + "' is not in the log:\n" + log);
    }
    assertFalse(log.contains("must not run"), "an application ran without the cluster");
  }

  private static void settings(MuleHome home, String line) throws IOException {
    Path file = home.conf().resolve("mule-ignite.properties");
    assertTrue(Files.exists(file), "shipped");
    Files.writeString(file, line);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static MuleApp application() {
    return MuleApp.named("guarded")
        .everyTenthOfASecond("<logger level='INFO' message='must not run'/>");
  }
}
