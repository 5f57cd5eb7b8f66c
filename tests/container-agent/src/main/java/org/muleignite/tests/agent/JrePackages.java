package org.muleignite.tests.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Stands in for the rt.jar that Java 9 abolished: a jar with one empty class entry for each
 * package.
 */
final class JrePackages {

  /**
   * Packages that Java 8 had and the container now has in jars. Listed as Java's own, so that
   * services, extensions and applications see them there as they did.
   */
  private static final List<String> MOVED_TO_JARS =
      List.of(
          "javax.activation",
          "javax.annotation",
          "javax.xml.bind",
          "javax.xml.bind.annotation",
          "javax.xml.bind.annotation.adapters",
          "javax.xml.bind.attachment",
          "javax.xml.bind.helpers",
          "javax.xml.bind.util");

  private JrePackages() {}

  /** Writes the jar unless it exists. Safe against several processes doing so at once. */
  static void writeIfAbsent(Path jar) throws IOException {
    if (Files.exists(jar)) {
      return;
    }
    Path directory = jar.toAbsolutePath().getParent();
    Path unfinished = Files.createTempFile(directory, "jre-packages", ".tmp");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(unfinished))) {
      for (String name : packages()) {
        zip.putNextEntry(new ZipEntry(name.replace('.', '/') + "/X.class"));
      }
    }
    Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<String> packages() throws IOException {
    Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/packages");
    try (Stream<Path> packages = Files.list(root)) {
      Stream<String> present = packages.map(path -> path.getFileName().toString());
      return Stream.concat(present, MOVED_TO_JARS.stream()).distinct().sorted().toList();
    }
  }
}
