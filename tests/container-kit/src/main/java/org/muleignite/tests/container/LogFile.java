package org.muleignite.tests.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A growing text file, read while another process writes it. Thread-safe: it keeps no state. */
final class LogFile {

  private static final Pattern ERROR =
      Pattern.compile(
          " ERROR |^Caused by: |^Message  |^\\t\\* |SAXParseException|^Exception in thread");
  private static final int MAX_ERRORS = 40;

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

  /** The lines that say what went wrong, without their stack traces. */
  String errors() {
    Stream<String> errors = text().lines().filter(line -> ERROR.matcher(line).find());
    return errors.distinct().limit(MAX_ERRORS).collect(Collectors.joining("\n"));
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
