package org.muleignite.tests.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What else kept this machine busy while something was measured. Known on Linux only; silent
 * elsewhere.
 */
final class Machine {

  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final Path PROCESSORS = Path.of("/proc/stat");
  private static final long NANOS_PER_TICK = 10_000_000;

  /** The columns of idle time and of waiting for disks. */
  private static final int IDLE = 3;

  private static final int IO_WAIT = 4;

  /** User, nice, system, idle, waiting, interrupts, soft interrupts, stolen. */
  private static final int COLUMNS = 8;

  private final long started = System.nanoTime();
  private final Duration busyBefore = busy();

  /** The average load of the last minute. */
  static String load() {
    try {
      return Files.exists(LOAD) ? Files.readString(LOAD).split(" ")[0] : "unknown";
    } catch (IOException e) {
      return "unknown";
    }
  }

  /**
   * What was taken away from the measured processes, in words.
   *
   * @param own what the measured processes used since this object was made
   */
  String usedByOthers(Duration own) {
    double elapsed = System.nanoTime() - started;
    double others = busy().minus(busyBefore).minus(own).toNanos() / elapsed;
    return String.format(Locale.ROOT, "%.2f processors used by others", Math.max(0, others));
  }

  private static Duration busy() {
    if (!Files.exists(PROCESSORS)) {
      return Duration.ZERO;
    }
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      String[] ticks = lines.findFirst().orElseThrow().trim().split("\\s+");
      long busy = 0;
      for (int column = 0; column < COLUMNS; column++) {
        if (column != IDLE && column != IO_WAIT) {
          busy += Long.parseLong(ticks[column + 1]);
        }
      }
      return Duration.ofNanos(busy * NANOS_PER_TICK);
    } catch (IOException e) {
      return Duration.ZERO;
    }
  }
}
