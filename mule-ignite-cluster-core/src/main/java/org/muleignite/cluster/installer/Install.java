package org.muleignite.cluster.installer;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts our files where a Mule of its version sees them, and no other file. Doing it again changes
 * nothing; doing it with another version replaces ours. Settings of the operator are kept. Used by
 * one thread, while Mule is stopped.
 */
final class Install {

  private static final int JAVA_OF_OLDER_ENGINE = 8;

  private final Distribution distribution;
  private final MuleInstallation mule;
  private final InstalledFiles installed;
  private final PrintStream out;

  Install(Distribution distribution, MuleInstallation mule, PrintStream out) throws IOException {
    this.distribution = distribution;
    this.mule = mule;
    this.installed = new InstalledFiles(mule);
    this.out = out;
  }

  /**
   * @param java the version of Java that Mule runs on
   * @throws InstallerException when it cannot work; nothing was changed
   */
  void run(int java, boolean force) throws IOException {
    if (!mule.version().isKnown() && !force) {
      throw new InstallerException(
          "Mule "
              + mule.version()
              + " is not among the versions 4.1 to 4.9 that mule-ignite was made for: use one of"
              + " these, or --force to go on all the same.");
    }
    checkJava(java);
    out.println("Mule " + mule.version() + " in " + mule.home() + ", Java " + java);
    Set<String> wanted = new TreeSet<>();
    installEntry(wanted);
    for (String path : distribution.files()) {
      wanted.add(path);
      copy(distribution.root().resolve(path), path);
    }
    removeOlder(wanted);
    installed.save();
    out.println("Done. To undo it: bin/mule-ignite uninstall");
  }

  /** One build of the engine is for Java 8, the other for all that came later. */
  private void checkJava(int java) throws IOException {
    int lowest = distribution.lowestJava();
    if (java < lowest) {
      throw new InstallerException(
          "The engine of this distribution needs Java "
              + lowest
              + ", and Mule would run on Java "
              + java
              + ": take the distribution whose name ends with -java8, or set JAVA_HOME to a newer"
              + " Java that this Mule supports.");
    }
    if (lowest == JAVA_OF_OLDER_ENGINE && java > lowest) {
      out.println(
          "note      this distribution is for Java 8, and Mule runs on Java "
              + java
              + ": if every node does, the one without -java8 in its name fits better, its engine"
              + " has later security fixes");
    }
  }

  private void installEntry(Set<String> wanted) throws IOException {
    Path jar = distribution.entryJar();
    String path = mule.version().entryFolder() + "/" + jar.getFileName();
    wanted.add(path);
    copy(jar, path);
    for (Path other : mule.entryJars()) {
      if (!other.equals(mule.resolve(path))) {
        Files.delete(other);
        out.println("removed   " + mule.home().relativize(other) + " (not the place or version)");
      }
    }
  }

  private void copy(Path source, String path) throws IOException {
    Path target = mule.resolve(path);
    if (Files.exists(target)
        && InstalledFiles.digest(source).equals(InstalledFiles.digest(target))) {
      out.println("unchanged " + path);
      // Settings that were there before us are the operator's, also when nothing is set yet.
      if (!isSettings(path)) {
        installed.add(path);
      }
      return;
    }
    if (Files.exists(target) && isSettings(path)) {
      out.println("kept      " + path + " (yours)");
      return;
    }
    Files.createDirectories(target.getParent());
    Files.copy(
        source, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    installed.add(path);
    out.println("wrote     " + path);
  }

  private static boolean isSettings(String path) {
    return path.startsWith("conf/");
  }

  private void removeOlder(Set<String> wanted) throws IOException {
    for (String path : installed.paths()) {
      if (!wanted.contains(path)) {
        installed.remove(path);
        if (Files.deleteIfExists(mule.resolve(path))) {
          out.println("removed   " + path + " (of an earlier version)");
        }
      }
    }
  }
}
