package org.muleignite.cluster.installer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The list, kept beside the engine, of the files that an installation wrote, with a digest of each,
 * so that an uninstall takes away these and nothing else. Used by one thread; reads and writes the
 * disk.
 */
final class InstalledFiles {

  static final String NAME = "installed-files.txt";

  private final Path home;
  private final Path list;
  private final Map<String, String> digests = new LinkedHashMap<>();

  InstalledFiles(MuleInstallation mule) throws IOException {
    this.home = mule.home();
    this.list = mule.resolve(MuleInstallation.ENGINE_FOLDER).resolve(NAME);
    if (Files.exists(list)) {
      for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
        int space = line.indexOf(' ');
        digests.put(line.substring(space + 1), line.substring(0, space));
      }
    }
  }

  boolean isEmpty() {
    return digests.isEmpty();
  }

  Set<String> paths() {
    return new TreeSet<>(digests.keySet());
  }

  boolean contains(String path) {
    return digests.containsKey(path);
  }

  /** Whether the file is as the installation wrote it. */
  boolean isUnchanged(String path) throws IOException {
    return digest(home.resolve(path)).equals(digests.get(path));
  }

  void add(String path) throws IOException {
    digests.put(path, digest(home.resolve(path)));
  }

  void remove(String path) {
    digests.remove(path);
  }

  void save() throws IOException {
    List<String> lines = new ArrayList<>();
    digests.forEach((path, digest) -> lines.add(digest + " " + path));
    Files.write(list, lines, StandardCharsets.UTF_8);
  }

  void delete() throws IOException {
    Files.deleteIfExists(list);
  }

  static String digest(Path file) throws IOException {
    try {
      StringBuilder text = new StringBuilder();
      for (byte b : MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))) {
        text.append(String.format("%02x", b));
      }
      return text.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
