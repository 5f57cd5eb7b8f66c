package org.muleignite.tests.container;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * An installation of the Mule 4.1.1 container in a directory, laid out as MuleSoft's distribution
 * is. It survives the processes that run on it, one at a time, with all their data.
 *
 * <p>Not thread-safe, but may be changed while a node runs on it: the container watches {@code
 * apps/}. No method blocks longer than its file operations take. An {@link IOException} leaves the
 * directory half done.
 */
public final class MuleHome {

  static final String ANCHOR_SUFFIX = "-anchor.txt";

  private static final List<String> LINKED = List.of("lib/boot", "lib/mule", "lib/opt", "services");
  private static final List<String> EMPTY =
      List.of("lib/user", "domains/default", "apps", "conf", "logs", "repository");

  private final Path directory;

  private MuleHome(Path directory) {
    this.directory = directory;
  }

  /**
   * Lays out a new installation without applications or plugin.
   *
   * @param directory absent or empty
   * @throws IllegalStateException when the jars of the container are missing, see {@link
   *     MuleDistribution}
   */
  public static MuleHome create(Path directory) throws IOException {
    Path container = MuleDistribution.directory();
    Path home = Files.createDirectories(directory).toRealPath();
    for (String name : LINKED) {
      FileTrees.link(container.resolve(name), home.resolve(name));
    }
    for (String name : EMPTY) {
      Files.createDirectories(home.resolve(name));
    }
    try (InputStream log4j = MuleHome.class.getResourceAsStream("log4j2.xml")) {
      Files.copy(log4j, home.resolve("conf").resolve("log4j2.xml"));
    }
    return new MuleHome(home);
  }

  /** The installation's own directory: absolute, without symbolic links. */
  public Path directory() {
    return directory;
  }

  /**
   * Where configuration files go, such as {@code mule-ignite.xml} or another {@code log4j2.xml}.
   */
  public Path conf() {
    return directory.resolve("conf");
  }

  /** Where the container writes its logs, one per start and one per application. */
  public Path logs() {
    return directory.resolve("logs");
  }

  /** Where applications lie. */
  public Path apps() {
    return directory.resolve("apps");
  }

  /** Unzips an archive over the installation, as a user does with a distribution of the plugin. */
  public MuleHome unzipOver(Path distributionZip) throws IOException {
    FileTrees.unzip(distributionZip, directory);
    return this;
  }

  /**
   * Hands a copy of an exploded application to the container, whole or not at all. A running
   * container notices within {@link NodeOptions#WATCH_INTERVAL}; await it with {@link
   * MuleNode#awaitDeployed}.
   *
   * @throws IOException also when an application of that name lies there already
   */
  public MuleHome deploy(Path explodedApp, String name) throws IOException {
    Path unfinished = Files.createTempDirectory(directory, "deploying");
    FileTrees.copy(explodedApp, unfinished);
    Files.move(unfinished, app(name), StandardCopyOption.ATOMIC_MOVE);
    return this;
  }

  /** As {@link #deploy(Path, String)}, with an application that is written on the spot. */
  public MuleHome deploy(MuleApp app) throws IOException {
    Path unfinished = Files.createTempDirectory(directory, "deploying");
    app.writeTo(unfinished);
    Files.move(unfinished, app(app.name()), StandardCopyOption.ATOMIC_MOVE);
    return this;
  }

  /**
   * Asks the running container to undeploy an application and delete its directory; await it with
   * {@link MuleNode#awaitUndeployed}. Does nothing when it is not deployed.
   */
  public void undeploy(String name) throws IOException {
    Files.deleteIfExists(anchor(name));
  }

  /** Deletes an application's directory. Only while no node runs on this installation. */
  public void deleteApp(String name) throws IOException {
    Files.deleteIfExists(anchor(name));
    FileTrees.delete(app(name));
  }

  /**
   * Puts an extension where applications that name it as their dependency find it offline.
   *
   * @param jar the {@code mule-plugin} artifact
   */
  public MuleHome installPlugin(Path jar, String groupId, String artifactId, String version)
      throws IOException {
    Path target =
        directory
            .resolve("repository")
            .resolve(groupId.replace('.', '/'))
            .resolve(artifactId)
            .resolve(version);
    Files.createDirectories(target);
    String base = artifactId + "-" + version;
    Files.copy(jar, target.resolve(base + "-mule-plugin.jar"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(target.resolve(base + ".pom"), MavenFiles.pom(groupId, artifactId, version));
    return this;
  }

  /** Forgets which applications were deployed when the last node ended. Only while no node runs. */
  void deleteAnchors() throws IOException {
    try (var anchors = Files.newDirectoryStream(apps(), "*" + ANCHOR_SUFFIX)) {
      for (Path anchor : anchors) {
        Files.delete(anchor);
      }
    }
  }

  Path app(String name) {
    return apps().resolve(name);
  }

  Path anchor(String name) {
    return apps().resolve(name + ANCHOR_SUFFIX);
  }
}
