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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.muleignite.tests.store.StoreOperation;
import org.muleignite.tests.store.StoreOperation.Kind;
import org.muleignite.tests.store.StoreOperation.Outcome;

/**
 * What the threads of a forked JVM asked of the stores and were answered, line by line in a file
 * that outlives it: a line that was written is in the hands of the operating system. Times are of
 * the machine's monotonic clock, which all JVMs share. Thread-safe.
 */
final class StoreHistory {

  private static final String PREFIX = "history-";

  /** Of what is absent. */
  private static final String NOTHING = "-";

  private final FileChannel file;
  private int asked;

  StoreHistory(Path folder, String name) throws IOException {
    file =
        FileChannel.open(
            folder.resolve(PREFIX + name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Before the operation.
   *
   * @return its number
   */
  synchronized int asks(Kind kind, String key, String value) {
    asked++;
    write(asked, "ask", kind.name(), key, value == null ? NOTHING : value, System.nanoTime());
    return asked;
  }

  /** After the operation; its value if it returned one. */
  synchronized void answered(int number, Outcome outcome, String value) {
    write(number, outcome.name(), value == null ? NOTHING : value, System.nanoTime());
  }

  private void write(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(word).append(' ');
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operations of all JVMs, by key. */
  static Map<String, List<StoreOperation>> readAll(Path folder) throws IOException {
    Map<String, List<StoreOperation>> byKey = new TreeMap<>();
    List<Path> histories;
    try (Stream<Path> files = Files.list(folder)) {
      histories = files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path history : histories) {
      read(Files.readString(history), byKey);
    }
    return byKey;
  }

  private static void read(String text, Map<String, List<StoreOperation>> byKey) {
    Map<String, String[]> asked = new HashMap<>();
    // The last line may be cut off by the kill.
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      String[] words = line.split(" ");
      if (words.length > 1 && words[1].equals("ask")) {
        asked.put(words[0], words);
      } else if (words.length > 1 && !words[1].equals(Outcome.UNKNOWN.name())) {
        add(asked.remove(words[0]), words, byKey);
      }
    }
    for (String[] ask : asked.values()) {
      add(ask, null, byKey);
    }
  }

  private static void add(String[] ask, String[] answer, Map<String, List<StoreOperation>> byKey) {
    Kind kind = Kind.valueOf(ask[2]);
    if (answer == null && (kind == Kind.RETRIEVE || kind == Kind.CONTAINS)) {
      return;
    }
    StoreOperation operation =
        new StoreOperation(
            kind,
            answer == null ? Outcome.UNKNOWN : Outcome.valueOf(answer[1]),
            kind == Kind.STORE || answer == null ? ask[4] : answer[2],
            Long.parseLong(ask[5]),
            answer == null ? StoreOperation.NEVER : Long.parseLong(answer[3]));
    byKey.computeIfAbsent(ask[3], any -> new ArrayList<>()).add(operation);
  }
}
