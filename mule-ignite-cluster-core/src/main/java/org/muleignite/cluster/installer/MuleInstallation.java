package org.muleignite.cluster.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A MULE_HOME: where things are in it. Immutable; its methods read the disk. */
final class MuleInstallation {

  static final String ENGINE_FOLDER = "lib/mule-ignite";

  private static final String ENTRY_JARS = "mule-ignite-cluster-core-.*\\.jar";
  private static final String CORE_PREFIX = "mule-core-";
  private static final String JAR = ".jar";

  private final Path home;
  private final MuleVersion version;

  private MuleInstallation(Path home, MuleVersion version) {
    this.home = home;
    this.version = version;
  }

  /**
   * @throws InstallerException when there is no Mule
   */
  static MuleInstallation at(Path home) throws IOException {
    for (Path jar : filesIn(home.resolve("lib/mule"))) {
      String name = jar.getFileName().toString();
      if (name.startsWith(CORE_PREFIX) && name.endsWith(JAR)) {
        String text = name.substring(CORE_PREFIX.length(), name.length() - JAR.length());
        MuleVersion version = MuleVersion.parse(text);
        if (version != null) {
          return new MuleInstallation(home, version);
        }
      }
    }
    throw new InstallerException(
        "There is no Mule in '"
            + home
            + "' (no lib/mule/mule-core-<version>.jar): name its folder with --mule-home, or set"
            + " MULE_HOME.");
  }

  Path home() {
    return home;
  }

  Path resolve(String path) {
    return home.resolve(path);
  }

  MuleVersion version() {
    return version;
  }

  /** Our jars that Mule discovers, wherever they are; one, in the right folder, is right. */
  List<Path> entryJars() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : new String[] {"lib/user", "lib/mule"}) {
      all.addAll(
          filesIn(home.resolve(folder)).stream()
              .filter(jar -> jar.getFileName().toString().matches(ENTRY_JARS))
              .collect(Collectors.toList()));
    }
    return all;
  }

  /** The files directly in a folder, sorted; none when there is no such folder. */
  static List<Path> filesIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new ArrayList<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    }
  }
}
