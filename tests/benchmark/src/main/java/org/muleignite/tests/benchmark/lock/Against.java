package org.muleignite.tests.benchmark.lock;

import java.util.ArrayList;
import java.util.List;
import org.muleignite.tests.benchmark.Case;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Row;
import org.muleignite.tests.benchmark.Row.Target;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.fleet.Setup;
import org.muleignite.tests.benchmark.fleet.Side;

/** The rows of our locks against one kind of lock of another. Used by one thread. */
final class Against {

  private static final Target UNCONTENDED = new Target(1.2, 0.7);
  private static final Target CONTENDED = new Target(2.5, 1.2);
  private static final Target LATENCY = new Target(1.0, 1.5);

  private final Setup ours;
  private final Setup other;
  private final String suffix;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param lock how the other calls its lock
   */
  Against(int nodes, Side side, String lock) {
    ours = Setup.of(Side.OURS, nodes);
    other = Setup.of(side, nodes);
    suffix = ", against " + lock;
  }

  List<Row> rows() {
    for (Place place : Place.values()) {
      add("uncontended, t1, " + place, new Cycle(place, 1, 1), Metric.RATE, UNCONTENDED);
    }
    for (Place place : Place.values()) {
      add("contended, t4, " + place, new Cycle(place, 1, 4), Metric.RATE, CONTENDED);
    }
    for (int threads : new int[] {2, 1}) {
      twoNodes(threads);
    }
    for (Place place : Place.values()) {
      Task task = new HandOver(place);
      add("hand-over to a waiter elsewhere, p50, " + place, task, Metric.P50, LATENCY);
      add("hand-over to a waiter elsewhere, p99, " + place, task, Metric.P99, null);
    }
    return rows;
  }

  /** A sum is large also when the owner has it all; so the lesser share is shown, too. */
  private void twoNodes(int threads) {
    String title = "two nodes, t" + threads + " each";
    Task task = new Cycle(Place.OWNER, 2, threads);
    add(title, task, Metric.RATE, threads == 1 ? null : CONTENDED);
    add(title + ", lesser share", task, Metric.LEAST_SHARE, null);
  }

  private void add(String title, Task task, Metric metric, Target target) {
    rows.add(new Row(title + suffix, new Case(ours, task), new Case(other, task), metric, target));
  }
}
