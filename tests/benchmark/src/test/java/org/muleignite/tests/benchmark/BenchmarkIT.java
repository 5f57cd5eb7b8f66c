package org.muleignite.tests.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The benchmark still runs. What it measures here says nothing, so nothing is asserted of it. */
class BenchmarkIT {

  private static final Pattern RATIO_WITH_LIMIT = Pattern.compile("\\| \\d+\\.\\d+× \\| [≥≤] ");
  private static final Pattern SECONDS_WITH_LIMIT =
      Pattern.compile("\\| s \\| \\d+\\.\\d+ \\(.*\\) \\| \\d+\\.00 \\|");

  @Test
  void comparesQueues() throws Exception {
    assertLines(RATIO_WITH_LIMIT, 1, run("queues", "against one-phase, t4, elsewhere"));
  }

  @Test
  void comparesStores() throws Exception {
    assertLines(RATIO_WITH_LIMIT, 1, run("stores", "^the connector's .* t4"));
  }

  @Test
  void comparesLocksAndMeasuresFailover() throws Exception {
    String report = run("locks", "^hand-over .* p50, elsewhere, against IMap|SIGKILL");

    assertLines(RATIO_WITH_LIMIT, 1, report);
    assertLines(SECONDS_WITH_LIMIT, 1, report);
  }

  private static String run(String suite, String only) throws Exception {
    return Benchmark.run(List.of(suite, "--quick", "--warmup", "0", "--only", only));
  }

  private static void assertLines(Pattern pattern, int count, String report) {
    assertEquals(
        count, report.lines().filter(line -> pattern.matcher(line).find()).count(), report);
  }
}
