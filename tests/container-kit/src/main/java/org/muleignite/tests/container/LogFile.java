package org.muleignite.tests.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A growing text file, read while another process writes it. Thread-safe: it keeps no state. */
final class LogFile {

  private final Path file;

  LogFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** Length now, in bytes; 0 while the file is absent. */
  long length() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return new String(bytesFrom(0), UTF_8);
  }

  /** The complete lines after a position that is the start of a line. */
  Chunk completeLinesFrom(long position) {
    byte[] bytes = bytesFrom(position);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return new Chunk(new String(bytes, 0, end, UTF_8), position + end);
  }

  String tail(int lines) {
    List<String> all = text().lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  private byte[] bytesFrom(long position) {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(Math.max(0, open.length() - position))];
      open.seek(position);
      open.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some lines, and the position after them. */
  record Chunk(String text, long end) {}
}
