package org.muleignite.tests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a forked JVM knows about its items, line by line in a file that outlives it: a line that was
 * written is in the hands of the operating system. Thread-safe.
 */
final class KillLedger {

  /** What is known about an item. */
  enum Entry {
    /** Written before the put: without a further entry the put may have happened or not. */
    STARTED,
    /** The put returned. */
    ACKNOWLEDGED,
    /** The put said that it changed nothing. */
    REFUSED,
    /** The put said that nobody knows. */
    UNKNOWN,
    /** Taken outside of a transaction: this node alone had it. */
    TAKEN,
    /** The commit that moved it returned. A lower bound: a kill may come between. */
    MOVED,
    /** A failure that tells neither. */
    BAD
  }

  private static final String PREFIX = "ledger-";

  private final FileChannel file;

  KillLedger(Path folder, String name) throws IOException {
    file =
        FileChannel.open(
            folder.resolve(PREFIX + name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  synchronized void write(Entry entry, String item) {
    ByteBuffer line = ByteBuffer.wrap((entry + " " + item + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        file.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All ledgers of the folder, by kind of entry, in the order in which each JVM wrote them. */
  static Map<Entry, List<String>> readAll(Path folder) throws IOException {
    Map<Entry, List<String>> all = new EnumMap<>(Entry.class);
    for (Entry entry : Entry.values()) {
      all.put(entry, new ArrayList<>());
    }
    List<Path> ledgers;
    try (Stream<Path> files = Files.list(folder)) {
      ledgers = files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path ledger : ledgers) {
      String text = Files.readString(ledger);
      // The last line may be cut off by the kill.
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
        int space = line.indexOf(' ');
        if (space > 0) {
          all.get(Entry.valueOf(line.substring(0, space))).add(line.substring(space + 1));
        }
      }
    }
    return all;
  }
}
