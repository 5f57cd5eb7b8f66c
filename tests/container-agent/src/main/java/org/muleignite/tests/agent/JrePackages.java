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
      return packages.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
