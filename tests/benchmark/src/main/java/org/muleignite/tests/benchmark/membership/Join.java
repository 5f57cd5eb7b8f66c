package org.muleignite.tests.benchmark.membership;

import java.time.Duration;
import java.util.Map;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;

/**
 * From the start of the JVM of a member that had left in order, and kept its storage, until it
 * serves: JVM, engine and services. Takes as long as it takes.
 */
public record Join() implements Task {

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public boolean gainsFromWarmUp() {
    return false;
  }

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    fleet.checkTopology();
    int last = fleet.members().size() - 1;
    fleet.stop(last);
    long started = System.nanoTime();
    fleet.start(last);
    double seconds = (System.nanoTime() - started) / 1e9;
    fleet.awaitSettled();
    return Map.of(Metric.SECONDS, seconds);
  }
}
