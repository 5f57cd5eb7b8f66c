package org.muleignite.tests.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The benchmark still runs. What it measures here says nothing, so nothing is asserted of it. */
class BenchmarkIT {

  private static final Pattern FINITE_RATIO = Pattern.compile("\\| \\d+\\.\\d+× \\| ≥ 1\\.30×");

  @Test
  void comparesBothSidesAndReportsARatio() throws Exception {
    String report =
        Benchmark.run(
            List.of(
                "queues",
                "--quick",
                "--warmup",
                "0",
                "--only",
                "against one-phase, t4, elsewhere"));

    assertTrue(FINITE_RATIO.matcher(report).find(), report);
    assertEquals(1, report.lines().filter(line -> line.contains("t4")).count(), report);
  }
}
