package org.muleignite.cluster.entry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Makes a jar, entry by entry. */
final class Jar {

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  Jar text(String name, String content) {
    entries.put(name, content.getBytes(UTF_8));
    return this;
  }

  /** The class as it was compiled. */
  Jar type(Class<?> type) throws IOException {
    String name = resourceOf(type);
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      entries.put(name, in.readAllBytes());
    }
    return this;
  }

  static String resourceOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  URL into(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file.toUri().toURL();
  }
}
