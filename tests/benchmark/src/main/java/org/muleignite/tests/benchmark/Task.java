package org.muleignite.tests.benchmark;

import java.time.Duration;
import java.util.Map;
import org.muleignite.tests.benchmark.fleet.Fleet;

/** A load that a fleet is put under. Immutable, compared by value. */
public interface Task {

  /** Whether it needs, or leaves behind, a fleet that is of no use to other tasks. */
  default boolean isAlone() {
    return false;
  }

  /** Whether it is to be run for a while before it is measured. */
  default boolean gainsFromWarmUp() {
    return true;
  }

  /** Puts in place what must be there before the first run; once per fleet. */
  default void prepare(Fleet fleet) {}

  /**
   * Puts the load on for this long.
   *
   * @throws IllegalStateException when the fleet is not what the task needs, or fails
   */
  Map<Metric, Double> run(Fleet fleet, Duration time);
}
