package org.muleignite.tests.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.muleignite.tests.process.MachineNeeds;

/** The scripts that are shipped, and those of the repository. */
@Timeout(60)
class ShellScriptsTest {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  @Test
  void shellcheckFindsNothing() throws Exception {
    Process check = start();
    if (check == null) {
      MachineNeeds.lack("no shellcheck here");
      return;
    }
    String found = new String(check.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, check.waitFor(), found);
  }

  private static Process start() {
    try {
      return new ProcessBuilder(
              "shellcheck",
              "distribution/src/main/files/bin/mule-ignite",
              "demo",
              "benchmark",
              ".ci/run")
          .directory(ROOT.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException absent) {
      return null;
    }
  }
}
