package org.muleignite.cluster.installer;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds out, without starting Mule, whether a node could start and serve. The configuration is read
 * as the node would read it, with Mule's own Spring, so it needs the jars of both in a class loader
 * of its own. Used by one thread.
 */
final class Check {

  private static final String PREFLIGHT = "org.muleignite.cluster.installer.Preflight";

  private final MuleInstallation mule;
  private final PrintStream out;

  Check(MuleInstallation mule, PrintStream out) {
    this.mule = mule;
    this.out = out;
  }

  /**
   * @return whether nothing stands against a start
   */
  boolean run() throws IOException {
    boolean placed = checkEntry();
    List<URL> jars = new ArrayList<>();
    for (String folder :
        new String[] {MuleInstallation.ENGINE_FOLDER, "lib/boot", "lib/opt", "lib/mule"}) {
      for (Path jar : MuleInstallation.filesIn(mule.resolve(folder))) {
        jars.add(jar.toUri().toURL());
      }
    }
    // The log of Mule is not set up here, and what the check says is printed.
    System.setProperty("org.apache.logging.log4j.simplelog.StatusLogger.level", "OFF");
    // Not under the loader of these classes, which has the engine's jars but not Mule's.
    ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
    try (URLClassLoader loader = new URLClassLoader(jars.toArray(new URL[0]), platform)) {
      return preflight(loader).test(mule.home().toFile()) && placed;
    }
  }

  private boolean checkEntry() throws IOException {
    List<Path> entries = mule.entryJars();
    Path folder = mule.resolve(mule.version().entryFolder());
    if (entries.size() == 1 && entries.get(0).getParent().equals(folder)) {
      out.println("ok    entry jar in " + mule.version().entryFolder());
      return true;
    }
    out.println(
        "FAIL  Mule "
            + mule.version()
            + " needs one mule-ignite-cluster-core jar, in "
            + mule.version().entryFolder()
            + ", but there is "
            + entries
            + ": run 'mule-ignite install'.");
    return false;
  }

  @SuppressWarnings("unchecked")
  private Predicate<File> preflight(ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return (Predicate<File>)
          Class.forName(PREFLIGHT, true, loader).getConstructor(PrintStream.class).newInstance(out);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InstallerException(
          "The engine in lib/mule-ignite cannot be loaded (" + e + "): run 'mule-ignite install'.");
    }
  }
}
