package org.muleignite.tests.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.Setup;

/**
 * One fresh fleet: warmed up by all its cases in turns, then measured, each case as often as asked,
 * again in turns. Nothing else of ours runs meanwhile. Used by one thread.
 */
final class Round {

  /** Short, so that every case gets its share of the warm-up, several times. */
  private static final Duration WARMUP_SLICE = Duration.ofSeconds(1);

  private final Options options;
  private final Setup setup;
  private final List<Case> cases;

  /**
   * @param cases which share the fleet
   */
  Round(Options options, List<Case> cases) {
    this.options = options;
    this.setup = cases.get(0).setup();
    this.cases = cases;
  }

  /**
   * Starts the fleet, measures, and stops it.
   *
   * @param folder for the logs of the members
   */
  void run(Path folder, Results results) {
    String load = Machine.load();
    try (Fleet fleet = new Fleet(setup, folder)) {
      cases.forEach(each -> each.task().prepare(fleet));
      warmUp(fleet);
      Machine machine = new Machine();
      Duration before = fleet.cpuTime();
      for (int i = 0; i < options.repeat(); i++) {
        cases.forEach(each -> measure(each, fleet, results));
      }
      String others = machine.usedByOthers(fleet.cpuTime().minus(before));
      results.addCircumstance(cases.get(0).fleetName() + ": load before " + load + ", " + others);
      say("  " + others);
    }
  }

  private void warmUp(Fleet fleet) {
    List<Task> cold = cases.stream().map(Case::task).filter(Task::gainsFromWarmUp).toList();
    long end = System.nanoTime() + options.warmup().toNanos();
    for (int i = 0; !cold.isEmpty() && System.nanoTime() < end; i++) {
      cold.get(i % cold.size()).run(fleet, WARMUP_SLICE);
    }
  }

  private void measure(Case each, Fleet fleet, Results results) {
    Map<Metric, Double> values = each.task().run(fleet, options.measure());
    results.add(each, values);
    values.forEach(
        (metric, value) ->
            say(String.format("  %9s %s  %s", metric.show(value), metric.unit(), each.task())));
  }

  static void say(String line) {
    System.out.println(line);
  }
}
