package org.muleignite.tests.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.muleignite.tests.benchmark.Row.Target;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.Setup;
import org.muleignite.tests.benchmark.fleet.Side;

class ReportTest {

  private static final Case OURS = new Case(Setup.of(Side.OURS, 2), new Idle("a"));
  private static final Case THEIRS = new Case(Setup.of(Side.HAZELCAST, 2), new Idle("a"));

  private final Results results = new Results();

  private record Idle(String name) implements Task {

    @Override
    public Map<Metric, Double> run(Fleet fleet, Duration time) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void comparesMedians() {
    add(OURS, Metric.RATE, 300, 100, 200);
    add(THEIRS, Metric.RATE, 90, 110, 500, 70);

    String report = report(new Row("x", OURS, THEIRS, Metric.RATE, new Target(2.5, 1.5)));

    assertTrue(
        report.contains(
            "| x | 1/s | 200 (100–300) | 100 (70–500) | 2.00× | ≥ 2.50× | ≥ 1.50× | floor |"),
        report);
  }

  @Test
  void lessIsBetterForLatencies() {
    add(OURS, Metric.P50, 90);
    add(THEIRS, Metric.P50, 100);

    assertTrue(
        report(new Row("x", OURS, THEIRS, Metric.P50, new Target(1.0, 1.5)))
            .contains("| 0.90× | ≤ 1.00× | ≤ 1.50× | goal |"));
    assertTrue(
        report(new Row("x", THEIRS, OURS, Metric.P50, new Target(0.5, 1.0))).contains("**below**"));
  }

  @Test
  void judgesFactsByTheirOwnBound() {
    add(OURS, Metric.SECONDS, 3.5, 4.5, 3.996);
    Fact held = new Fact("a", OURS, Metric.SECONDS, 4);
    Fact missed = new Fact("b", OURS, Metric.SECONDS, 3.9);
    Fact unknown = new Fact("c", THEIRS, Metric.SECONDS, 4);

    String report =
        new Report(List.of(), List.of(held, missed, unknown), results)
            .markdown(Options.of(List.of("locks")));

    assertTrue(report.contains("| a | s | 4.00 (3.50–4.50) | 4.00 | yes |"), report);
    assertTrue(report.contains("| b | s | 4.00 (3.50–4.50) | 3.90 | **no** |"), report);
    assertFalse(report.contains("| c |") || report.contains("| case |"), report);
  }

  @Test
  void leavesOutWhatWasNotMeasured() {
    add(OURS, Metric.RATE, 300);

    assertFalse(report(new Row("x", OURS, THEIRS, Metric.RATE, null)).contains("| x"));
  }

  @Test
  void explainsTheCommandLine() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Options.of(List.of()))
            .getMessage()
            .contains("--rounds"));
    assertThrows(
        IllegalArgumentException.class, () -> Options.of(List.of("queues", "--rounds", "0")));
    assertEquals(
        Duration.ofMillis(1_500), Options.of(List.of("queues", "--measure", "1.5")).measure());
  }

  private void add(Case measured, Metric metric, double... values) {
    for (double value : values) {
      results.add(measured, Map.of(metric, value));
    }
  }

  private String report(Row row) {
    return new Report(List.of(row), List.of(), results).markdown(Options.of(List.of("queues")));
  }
}
