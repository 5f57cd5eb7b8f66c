package org.muleignite.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.ClusterNames;
import org.muleignite.tests.container.FreePorts;
import org.muleignite.tests.container.MuleHome;
import org.muleignite.tests.container.MuleNode;
import org.muleignite.tests.container.NodeOptions;

/** The installer of the zip, on a real Mule. */
class InstallerRuntimeIT {

  private static final int HEAP_MB = 384;

  @TempDir Path directory;

  private Path unpacked;
  private MuleHome home;
  private String output;

  @BeforeEach
  void unpack() throws Exception {
    unpacked = directory.resolve("unpacked");
    try (ZipFile zip = new ZipFile(BuildTree.distribution().toFile())) {
      for (ZipEntry entry : zip.stream().filter(file -> !file.isDirectory()).toList()) {
        Path file = unpacked.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream bytes = zip.getInputStream(entry)) {
          Files.copy(bytes, file);
        }
      }
    }
    home = MuleHome.create(directory.resolve("mule"));
  }

  @Test
  void aMuleThatIsInstalledCheckedStartedAndLeftAsItWas() throws Exception {
    Set<String> before = files();
    assertEquals(0, run("install"), () -> output);
    assertTrue(output.contains("Mule 4.1.1 in " + home.directory()), output);

    try (FreePorts ports = FreePorts.reserve()) {
      settings(
          "clusterName=" + ClusterNames.unique("installed"),
          "discoveryPort=" + ports.port(0),
          "communicationPort=" + ports.port(FreePorts.SIZE / 2));
      assertEquals(0, run("check"), () -> output);
      assertTrue(output.contains("ok    configuration"), output);
      assertTrue(output.contains("discoveryPort " + ports.port(0) + " is free"), output);
      try (MuleNode node = MuleNode.start(home, NodeOptions.defaults().heapMb(HEAP_MB))) {
        node.awaitLog("mule-ignite serves", PATIENCE);
        assertEquals(0, run("status"), () -> output);
        assertTrue(output.contains("durable data " + home.directory()), output);
      }
    }

    assertEquals(0, run("uninstall"), () -> output);
    assertTrue(files().containsAll(before), "Mule's own");
    Set<String> left = files();
    // Durable data and what Mule unpacks are below .mule.
    left.removeIf(file -> file.startsWith(".mule/") || !file.contains("mule-ignite"));
    assertEquals(Set.of("conf/mule-ignite.properties"), left, "the operator's");
  }

  @Test
  void aCheckNamesWhatWouldStopAStart() throws Exception {
    run("install");
    settings("clusterSize=0");
    assertEquals(1, run("check"), () -> output);
    assertTrue(output.contains("FAIL  mule-ignite setting 'clusterSize' is 0: set it"), output);

    settings("tlsKeyStore=/none", "tlsTrustStore=/none", "tlsPasswordFile=/none");
    assertEquals(1, run("check"), () -> output);
    assertTrue(output.contains("FAIL  mule-ignite setting 'tlsPasswordFile' is /none"), output);

    settings("transientMemoryMb=1048576");
    assertEquals(1, run("check"), () -> output);
    assertTrue(output.contains("FAIL  transientMemoryMb and persistentMemoryMb"), output);

    settings("");
    Path wrapper = home.conf().resolve("wrapper.conf");
    Files.writeString(wrapper, "wrapper.java.additional.77=-Dmule.ignite.backupz=2\n");
    assertEquals(1, run("check"), () -> output);
    assertTrue(output.contains("'mule.ignite.backupz': did you mean"), output);
  }

  private void settings(String... lines) throws IOException {
    Files.write(home.conf().resolve("mule-ignite.properties"), List.of(lines));
  }

  private int run(String command) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("sh", unpacked.resolve("bin/mule-ignite").toString()));
    words.addAll(List.of(command, "--mule-home", home.directory().toString()));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(home.directory())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> home.directory().relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
