package org.muleignite.tests.container;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the jars of the container lie that the build of this module has collected: {@code lib/},
 * {@code services/} and the agent.
 *
 * <p>They are looked for in {@code container/} next to this module's classes or jar, that is in its
 * build directory, so they are found from any module of the same build once this module has passed
 * its {@code pre-integration-test} phase ({@code verify} does). The system property {@value
 * #DIRECTORY_PROPERTY} names another place.
 */
public final class MuleDistribution {

  /** System property: the directory of the container's jars. */
  public static final String DIRECTORY_PROPERTY = "muleignite.tests.container";

  private MuleDistribution() {}

  /**
   * The directory, which exists and is never to be written to.
   *
   * @throws IllegalStateException when it is not there
   */
  public static Path directory() {
    String configured = System.getProperty(DIRECTORY_PROPERTY);
    Path directory = configured == null ? besideThisClass() : Path.of(configured);
    if (!Files.isDirectory(directory.resolve("lib").resolve("boot"))) {
      throw new IllegalStateException(
          "No Mule container in "
              + directory
              + ". Build tests/container-kit up to its phase 'verify', or set the system property "
              + DIRECTORY_PROPERTY);
    }
    return directory;
  }

  static Path agent() {
    return directory().resolve("agent.jar");
  }

  private static Path besideThisClass() {
    try {
      Path classes =
          Path.of(
              MuleDistribution.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.resolveSibling("container");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The location of the kit's classes is not a path", e);
    }
  }
}
