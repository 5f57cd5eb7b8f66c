package org.muleignite.tests.process;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an application on a forked member saw happen, a line each, in a file that outlives its
 * process; and whether it is writing the counter at the moment. Thread-safe.
 */
final class MemberLedger {

  private static final String PREFIX = "ledger-";
  private static final String STORED = "stored ";
  private static final String TICK = "tick ";
  private static final String COUNTED = "counted ";
  private static final String VIOLATION = "violation ";

  private final FileChannel lines;
  private final MappedByteBuffer mark;

  MemberLedger(Path folder, String name) throws IOException {
    lines =
        FileChannel.open(
            folder.resolve(PREFIX + name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    mark = mark(folder, name);
    writing(false);
  }

  private static MappedByteBuffer mark(Path folder, String name) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("mark-" + name),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return file.map(MapMode.READ_WRITE, 0, 1);
    }
  }

  void stored(String key) {
    write(STORED + key);
  }

  void tick(long nanos) {
    write(TICK + nanos);
  }

  void counted(long number) {
    write(COUNTED + number);
  }

  void violation(String what) {
    write(VIOLATION + what);
  }

  void writing(boolean now) {
    mark.put(0, (byte) (now ? 1 : 0));
  }

  private void write(String line) {
    try {
      lines.write(StandardCharsets.UTF_8.encode(line + "\n"));
    } catch (IOException e) {
      throw new IllegalStateException("The ledger takes nothing.", e);
    }
  }

  /** Whether the process of that name, which does not run now, was stopped while it wrote. */
  static boolean wasWriting(Path folder, String name) throws IOException {
    return mark(folder, name).get(0) != 0;
  }

  static List<String> stored(Path folder) throws IOException {
    return all(folder, STORED).stream().map(Line::text).toList();
  }

  static List<String> violations(Path folder) throws IOException {
    return all(folder, VIOLATION).stream().map(Line::toString).toList();
  }

  static int counted(Path folder) throws IOException {
    return all(folder, COUNTED).size();
  }

  static List<Tick> ticks(Path folder) throws IOException {
    List<Tick> ticks = new ArrayList<>();
    for (Line line : all(folder, TICK)) {
      ticks.add(new Tick(Long.parseLong(line.text), line.name));
    }
    ticks.sort((a, b) -> Long.compare(a.nanos, b.nanos));
    return ticks;
  }

  /** The process of that name was primary. */
  record Tick(long nanos, String name) {}

  private record Line(String name, String text) {}

  private static List<Line> all(Path folder, String kind) throws IOException {
    List<Line> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(PREFIX)) {
          for (String line : Files.readAllLines(file)) {
            if (line.startsWith(kind)) {
              found.add(new Line(name.substring(PREFIX.length()), line.substring(kind.length())));
            }
          }
        }
      }
    }
    return found;
  }
}
