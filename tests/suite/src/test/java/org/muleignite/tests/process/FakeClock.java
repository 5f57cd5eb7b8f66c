package org.muleignite.tests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes for which it is earlier or later than it is. Needs libfaketime. */
final class FakeClock {

  private static final String LIBRARY = "libfaketimeMT.so.1";

  private final Path library;

  private FakeClock(Path library) {
    this.library = library;
  }

  /** Empty when libfaketime is not installed. */
  static Optional<FakeClock> find() throws IOException {
    try (Stream<Path> files =
        Files.find(
            Path.of("/usr/lib"), 3, (file, attributes) -> file.toString().endsWith(LIBRARY))) {
      return files.findFirst().map(FakeClock::new);
    }
  }

  /** What starts a process whose wall clock is so many seconds ahead. */
  List<String> ahead(int seconds) {
    return List.of(
        "env",
        "LD_PRELOAD=" + library,
        "FAKETIME=%+d".formatted(seconds),
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // Otherwise waits of the JVM end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }
}
