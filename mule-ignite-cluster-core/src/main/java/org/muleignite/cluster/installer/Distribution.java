package org.muleignite.cluster.installer;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** The unpacked zip, or a MULE_HOME that it was unpacked over. Immutable; reads the disk. */
final class Distribution {

  private static final String IGNITION = "org/apache/ignite/Ignition.class";

  /** Version numbers of class files are this much above those of Java. */
  private static final int CLASS_VERSION_OFFSET = 44;

  private final Path root;

  Distribution(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** Paths below the root of all that belongs to us, but the entry jar. */
  List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    for (String folder : new String[] {MuleInstallation.ENGINE_FOLDER, "conf", "bin"}) {
      for (Path file : MuleInstallation.filesIn(root.resolve(folder))) {
        String name = file.getFileName().toString();
        boolean ours =
            folder.equals(MuleInstallation.ENGINE_FOLDER) || name.startsWith("mule-ignite");
        if (ours && !name.equals(InstalledFiles.NAME)) {
          files.add(folder + "/" + name);
        }
      }
    }
    return files;
  }

  /**
   * The jar with the hooks that Mule discovers.
   *
   * @throws InstallerException when there is none
   */
  Path entryJar() throws IOException {
    for (String folder : new String[] {"lib/user", "lib/mule"}) {
      for (Path jar : MuleInstallation.filesIn(root.resolve(folder))) {
        if (jar.getFileName().toString().startsWith("mule-ignite-cluster-core-")) {
          return jar;
        }
      }
    }
    throw new InstallerException(
        "'" + root + "' has no mule-ignite-cluster-core jar: unzip the distribution again.");
  }

  /**
   * The lowest version of Java that the engine runs on, out of the version of Ignite's class files.
   *
   * @throws InstallerException when Ignite is not there
   */
  int lowestJava() throws IOException {
    for (Path jar : MuleInstallation.filesIn(root.resolve(MuleInstallation.ENGINE_FOLDER))) {
      if (jar.getFileName().toString().startsWith("ignite-core-")) {
        try (JarFile ignite = new JarFile(jar.toFile());
            DataInputStream in =
                new DataInputStream(ignite.getInputStream(ignite.getEntry(IGNITION)))) {
          in.readInt();
          in.readUnsignedShort();
          return in.readUnsignedShort() - CLASS_VERSION_OFFSET;
        }
      }
    }
    throw new InstallerException(
        "'" + root + "' has no lib/mule-ignite/ignite-core jar: unzip the distribution again.");
  }
}
