package org.muleignite.tests.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the other modules of this build have produced, found from where this class lies. Stateless.
 */
public final class BuildTree {

  private BuildTree() {}

  /** The zip that is unzipped over every MULE_HOME. */
  public static Path distribution() {
    return single("distribution/target", "mule-ignite-", ".zip");
  }

  /** The sample connector, as Mule resolves it from {@code MULE_HOME/repository}. */
  public static Path sampleConnector() {
    return single(
        "tests/sample-connector/target", "mule-ignite-sample-connector-", "-mule-plugin.jar");
  }

  /** The exploded application orders. */
  public static Path ordersApplication() {
    return existing(root().resolve("tests/orders-application/target/classes"));
  }

  /** The version of this build. */
  public static String version() {
    String name = distribution().getFileName().toString();
    // The zip with the engine for Java 8 says so behind the version.
    return name.substring("mule-ignite-".length()).replaceAll("(-java8)?\\.zip$", "");
  }

  private static Path root() {
    try {
      Path classes =
          Path.of(BuildTree.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      // tests/runtime/target/<classes or jar>
      return classes.getParent().getParent().getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The location of these classes is not a path", e);
    }
  }

  private static Path single(String folder, String prefix, String suffix) {
    try (Stream<Path> files = Files.list(existing(root().resolve(folder)))) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .filter(file -> file.getFileName().toString().endsWith(suffix))
              .toList();
      if (found.size() != 1) {
        throw new IllegalStateException(
            "Instead of one "
                + prefix
                + "*"
                + suffix
                + " there are "
                + found
                + ": build with 'mvn clean verify'");
      }
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path existing(Path path) {
    if (!Files.isDirectory(path)) {
      throw new IllegalStateException(
          path + " is missing: build the whole project with 'mvn verify'");
    }
    return path;
  }
}
