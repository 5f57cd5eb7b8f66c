package org.muleignite.cluster.installer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On folders that are shaped like the homes of Mule's versions, with files that are empty. */
class InstallerTest {

  private static final String ENTRY = "mule-ignite-cluster-core-1.0.jar";
  private static final int JAVA_8 = 52;
  private static final int JAVA_11 = 55;
  private static final int JAVA_99 = 143;

  @TempDir Path folder;

  private Path unpacked;
  private Path home;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void unpack() throws Exception {
    unpacked = folder.resolve("unpacked");
    home = folder.resolve("home");
    write(unpacked, "lib/user/" + ENTRY, "entry 1.0");
    write(unpacked, "lib/mule-ignite/mule-ignite-queue-1.0.jar", "queue");
    write(unpacked, "lib/mule-ignite/README.md", "read me");
    write(unpacked, "conf/mule-ignite.properties", "#clusterName=mule-ignite");
    write(unpacked, "bin/mule-ignite", "#!/bin/sh");
    ignite(JAVA_11);
  }

  private void ignite(int classVersion) throws Exception {
    Path jar = unpacked.resolve("lib/mule-ignite/ignite-core-2.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("org/apache/ignite/Ignition.class"));
      out.write(new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0});
      out.write(new byte[] {0, (byte) classVersion});
    }
  }

  private void mule(String version) throws Exception {
    write(home, "lib/mule/mule-core-" + version + ".jar", "");
    write(home, "lib/boot/slf4j-api.jar", "");
    write(home, "lib/opt/spring.jar", "");
    write(home, "bin/mule", "Mule's own");
    write(home, "conf/wrapper.conf", "Mule's own");
    Files.createDirectories(home.resolve("lib/user"));
  }

  @ParameterizedTest
  @CsvSource({
    "4.1.1, lib/user",
    "4.4.0, lib/user",
    "4.4.0-20250919, lib/user",
    "4.5.3, lib/user",
    "4.6.4, lib/user",
    "4.6.10, lib/mule",
    "4.7.1, lib/user",
    "4.7.2, lib/mule",
    "4.8.0, lib/mule",
    "4.9.6, lib/mule"
  })
  void theEntryJarGoesWhereThatVersionSeesIt(String version, String place) throws Exception {
    mule(version);
    Map<String, String> before = tree(home);
    assertEquals(0, run("install"), printed::toString);

    Set<String> added = new TreeSet<>(tree(home).keySet());
    added.removeAll(before.keySet());
    assertEquals(
        Set.of(
            place + "/" + ENTRY,
            "lib/mule-ignite/ignite-core-2.jar",
            "lib/mule-ignite/installed-files.txt",
            "lib/mule-ignite/mule-ignite-queue-1.0.jar",
            "lib/mule-ignite/README.md",
            "conf/mule-ignite.properties",
            "bin/mule-ignite"),
        added);
    assertTrue(printed.toString().contains("wrote     " + place + "/" + ENTRY), printed::toString);
    assertTrue(printed.toString().contains("To undo it: "), printed::toString);

    Map<String, String> installed = tree(home);
    assertEquals(0, run("install"));
    assertEquals(installed, tree(home), "again");

    assertEquals(0, run("uninstall"));
    assertEquals(before, tree(home));
    assertEquals(0, run("uninstall"));
    assertTrue(printed.toString().contains("Nothing to do"), printed::toString);
    assertEquals(before, tree(home));
  }

  @ParameterizedTest
  @CsvSource({"4.4.0, lib/user", "4.8.0, lib/mule"})
  void aHomeThatTheZipWasUnpackedOver(String version, String place) throws Exception {
    mule(version);
    copy(unpacked, home);
    unpacked = home;
    assertEquals(0, run("install"), printed::toString);
    assertEquals(Set.of(place + "/" + ENTRY), entries());
    assertEquals(0, run("install"), printed::toString);
    assertEquals(Set.of(place + "/" + ENTRY), entries());
    write(home, "conf/mule-ignite.properties", "clusterName=orders");
    assertEquals(0, run("uninstall"), printed::toString);
    assertEquals(Set.of(), entries());
    assertEquals("clusterName=orders", tree(home).get("conf/mule-ignite.properties"));
  }

  @Test
  void whatTheOperatorSetIsKept() throws Exception {
    mule("4.4.0");
    run("install");
    write(home, "conf/mule-ignite.properties", "clusterName=orders");
    assertEquals(0, run("install"));
    assertTrue(printed.toString().contains("kept      conf/mule-ignite.properties (yours)"));
    assertEquals(0, run("uninstall"));
    assertEquals("clusterName=orders", tree(home).get("conf/mule-ignite.properties"));
    assertFalse(Files.exists(home.resolve("lib/mule-ignite")));
  }

  @Test
  void anotherVersionReplacesOurs() throws Exception {
    mule("4.4.0");
    run("install");
    Files.delete(unpacked.resolve("lib/user/" + ENTRY));
    Files.delete(unpacked.resolve("lib/mule-ignite/mule-ignite-queue-1.0.jar"));
    write(unpacked, "lib/user/mule-ignite-cluster-core-1.1.jar", "entry 1.1");
    write(unpacked, "lib/mule-ignite/mule-ignite-queue-1.1.jar", "queue 1.1");
    assertEquals(0, run("install"));
    assertEquals(Set.of("lib/user/mule-ignite-cluster-core-1.1.jar"), entries());
    assertFalse(Files.exists(home.resolve("lib/mule-ignite/mule-ignite-queue-1.0.jar")));
    assertEquals("queue 1.1", tree(home).get("lib/mule-ignite/mule-ignite-queue-1.1.jar"));
  }

  @Test
  void anUpgradeOfMuleMovesTheEntryJar() throws Exception {
    mule("4.4.0");
    run("install");
    Files.delete(home.resolve("lib/mule/mule-core-4.4.0.jar"));
    mule("4.8.0");
    assertEquals(1, run("check"), "the old place");
    assertTrue(printed.toString().contains("in lib/mule, but there is"), printed::toString);
    assertEquals(0, run("install"));
    assertEquals(Set.of("lib/mule/" + ENTRY), entries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.9.5", "4.0.0", "4.10.0", "5.0.0"})
  void aVersionThatNobodyKnowsNeedsForce(String version) throws Exception {
    mule(version);
    Map<String, String> before = tree(home);
    assertEquals(1, run("install"));
    assertTrue(printed.toString().contains("or --force to go on"), printed::toString);
    assertEquals(before, tree(home));
    assertEquals(0, run("install", "--force"));
  }

  @Test
  void aJavaThatIsTooOldForTheEngineIsRefused() throws Exception {
    mule("4.4.0");
    ignite(JAVA_99);
    Map<String, String> before = tree(home);
    assertEquals(1, run("install"));
    assertTrue(printed.toString().contains("needs Java 99, and Mule would run on"));
    assertTrue(printed.toString().contains("take the distribution whose name ends with -java8"));
    assertEquals(before, tree(home));
  }

  @Test
  void theEngineForJava8OnALaterJavaIsInstalledWithANote() throws Exception {
    mule("4.4.0");
    assertEquals(0, run("install"));
    assertFalse(printed.toString().contains("fits better"), printed::toString);
    ignite(JAVA_8);
    assertEquals(0, run("install"));
    assertTrue(printed.toString().contains("the one without -java8 in its name fits better"));
  }

  @Test
  void aFolderWithoutMuleIsRefused() throws Exception {
    assertEquals(1, run("install"));
    assertTrue(printed.toString().contains("There is no Mule in '" + home), printed::toString);
  }

  @Test
  void statusSaysWhatIsWhere() throws Exception {
    mule("4.4.0");
    assertEquals(0, run("status"));
    assertTrue(printed.toString().contains("entry        none"), printed::toString);
    run("install");
    printed.reset();
    assertEquals(0, run("status"));
    assertTrue(printed.toString().contains("Mule         4.4.0"), printed::toString);
    assertTrue(printed.toString().contains("entry        lib/user/" + ENTRY), printed::toString);
    assertTrue(printed.toString().contains("lib/mule-ignite/ignite-core-2.jar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "destroy", "install now", "install --mule-home"})
  void whatIsNoCommandIsAnsweredWithTheUsage(String arguments) throws Exception {
    mule("4.4.0");
    InstallerMain main = new InstallerMain(unpacked, new PrintStream(printed, true));
    List<String> words = Stream.of(arguments.split(" ")).filter(word -> !word.isEmpty()).toList();
    List<String> all =
        Stream.concat(
                words.contains("--mule-home")
                    ? Stream.of()
                    : Stream.of("--mule-home", home.toString()),
                words.stream())
            .toList();
    assertEquals(2, main.run(all));
    assertTrue(printed.toString().startsWith("usage: mule-ignite install"), printed::toString);
  }

  private int run(String... command) throws Exception {
    List<String> arguments =
        Stream.concat(Stream.of(command), Stream.of("--mule-home", home.toString())).toList();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new InstallerMain(unpacked, out).run(arguments);
  }

  private Set<String> entries() throws Exception {
    Set<String> entries = new TreeSet<>(tree(home).keySet());
    entries.removeIf(path -> !path.contains("mule-ignite-cluster-core"));
    return entries;
  }

  private static void write(Path root, String path, String text) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) throws Exception {
    for (String path : tree(from).keySet()) {
      Files.createDirectories(to.resolve(path).getParent());
      Files.copy(from.resolve(path), to.resolve(path));
    }
  }

  private static Map<String, String> tree(Path root) throws Exception {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        tree.put(root.relativize(file).toString(), text);
      }
    }
    return tree;
  }
}
