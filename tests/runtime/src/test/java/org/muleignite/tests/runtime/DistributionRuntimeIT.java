package org.muleignite.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.MuleHome;

/** The zip adds to a MULE_HOME and takes nothing from it. */
class DistributionRuntimeIT {

  @TempDir Path directory;

  @Test
  void nothingOverwritesAFileOfMule() throws IOException {
    Path home = MuleHome.create(directory.resolve("mule")).directory();
    for (String name : files()) {
      assertFalse(Files.exists(home.resolve(name)), name + " is Mule's");
    }
  }

  @Test
  void theLayoutIsThatOfMule() throws IOException {
    List<String> files = files();
    String version = BuildTree.version();
    assertTrue(files.contains("conf/mule-ignite.properties"));
    assertTrue(files.contains("conf/mule-ignite.xml"));
    assertTrue(files.contains("bin/mule-ignite"));
    assertTrue(files.contains("bin/mule-ignite.cmd"));
    assertTrue(files.contains("conf/mule-ignite-jvm-8.conf"));
    assertTrue(files.contains("conf/mule-ignite-jvm-17.conf"));
    for (String document : List.of("README.md", "SECURITY.md", "LICENSE", "NOTICE")) {
      assertTrue(files.contains("lib/mule-ignite/" + document), document);
    }
    assertEquals(
        List.of("lib/user/mule-ignite-cluster-core-" + version + ".jar"),
        files.stream().filter(name -> name.startsWith("lib/user/")).toList());
  }

  @Test
  void noSecondSpringOrLogIsShipped() throws IOException {
    for (String name : files()) {
      assertFalse(name.matches(".*(spring|slf4j|log4j|logback).*"), name);
    }
  }

  @Test
  void theBillOfMaterialsNamesEveryJarOfTheEngine() throws IOException {
    try (ZipFile zip = new ZipFile(BuildTree.distribution().toFile());
        InputStream bytes = zip.getInputStream(zip.getEntry("lib/mule-ignite/bom.json"))) {
      String bom = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(bom.contains("\"bomFormat\" : \"CycloneDX\""), bom);
      for (String name : files()) {
        if (name.startsWith("lib/mule-ignite/") && name.endsWith(".jar")) {
          String artifact = name.replaceAll(".*/|(-engine)?-\\d.*", "");
          assertTrue(bom.contains("\"name\" : \"" + artifact + "\""), artifact);
        }
      }
    }
  }

  @Test
  void theEntryJarHasNothingButTheEntry() throws IOException {
    String entry = "lib/user/mule-ignite-cluster-core-" + BuildTree.version() + ".jar";
    try (ZipFile zip = new ZipFile(BuildTree.distribution().toFile());
        InputStream bytes = zip.getInputStream(zip.getEntry(entry));
        ZipInputStream jar = new ZipInputStream(bytes)) {
      for (ZipEntry file = jar.getNextEntry(); file != null; file = jar.getNextEntry()) {
        assertTrue(
            file.isDirectory()
                || file.getName().startsWith("META-INF/")
                || file.getName().startsWith("org/muleignite/cluster/entry/"),
            file.getName());
      }
    }
  }

  private static List<String> files() throws IOException {
    try (ZipFile zip = new ZipFile(BuildTree.distribution().toFile())) {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .<String>map(ZipEntry::getName)
          .toList();
    }
  }
}
