package org.muleignite.tests.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;

/**
 * Lets the unchanged container of Mule 4.1.1, made for Java 8, run on Java 9 and newer. No jar of
 * Mule is edited on disk: system properties that Mule reads are given values, and four classes are
 * rewritten as they load.
 *
 * <p>Argument: the path of the jar that lists the packages of the Java runtime; it is written when
 * absent. With the system property {@value #PARENT_PROPERTY} set to a process id, this JVM also
 * halts when that process ends, so that a killed test leaves no container behind.
 */
public final class ContainerAgent {

  /** System property: id of the process without which this one must not go on. */
  public static final String PARENT_PROPERTY = "muleignite.tests.parent";

  private static final int EXIT_ORPHANED = 86;

  private ContainerAgent() {}

  /**
   * Called by the JVM before the main class loads.
   *
   * @throws IOException when the list of packages cannot be written; the JVM then does not start
   */
  public static void premain(String packagesJar, Instrumentation instrumentation)
      throws IOException {
    JrePackages.writeIfAbsent(Path.of(packagesJar));
    // Mule finds out what Java itself offers by looking into these. The JVM refuses the second on
    // its command line.
    System.setProperty("sun.boot.class.path", packagesJar);
    System.setProperty("java.ext.dirs", "");
    instrumentation.addTransformer(new MuleClassTransformer());
    followParent();
  }

  private static void followParent() {
    String parent = System.getProperty(PARENT_PROPERTY);
    if (parent == null) {
      return;
    }
    ProcessHandle.of(Long.parseLong(parent))
        .ifPresentOrElse(
            handle -> handle.onExit().thenRun(ContainerAgent::haltOrphan),
            ContainerAgent::haltOrphan);
  }

  private static void haltOrphan() {
    Runtime.getRuntime().halt(EXIT_ORPHANED);
  }
}
