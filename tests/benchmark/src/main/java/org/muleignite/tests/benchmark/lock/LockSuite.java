package org.muleignite.tests.benchmark.lock;

import java.util.ArrayList;
import java.util.List;
import org.muleignite.tests.benchmark.Case;
import org.muleignite.tests.benchmark.Fact;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Options;
import org.muleignite.tests.benchmark.Row;
import org.muleignite.tests.benchmark.Row.Target;
import org.muleignite.tests.benchmark.Suite;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.fleet.Setup;
import org.muleignite.tests.benchmark.fleet.Side;
import org.muleignite.tests.benchmark.membership.Failover;
import org.muleignite.tests.benchmark.membership.Join;

/**
 * Our locks against those of Hazelcast's maps, one lock and unlock after the other; and how long
 * our cluster is without a primary, and a member without its cluster. In the titles, the place is
 * that of the lock's owner seen from the member that locks, of the first one where two do.
 */
public final class LockSuite implements Suite {

  private static final double FAILOVER_SECONDS = 4;
  private static final double JOIN_SECONDS = 5;

  private final Setup ours;
  private final Setup hazelcast;

  public LockSuite(Options options) {
    ours = Setup.of(Side.OURS, options.nodes());
    hazelcast = Setup.of(Side.HAZELCAST, options.nodes());
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Target contended = new Target(2.5, 1.2);
    for (Place place : Place.values()) {
      rows.add(rate("uncontended, t1, " + place, new Cycle(place, 1, 1), new Target(1.2, 0.7)));
    }
    for (Place place : Place.values()) {
      rows.add(rate("contended, t4, " + place, new Cycle(place, 1, 4), contended));
    }
    twoNodes(rows, contended);
    for (Place place : Place.values()) {
      String title = "hand-over to a waiter elsewhere, ";
      Task task = new HandOver(place);
      rows.add(row(title + "p50, " + place, task, Metric.P50, new Target(1.0, 1.5)));
      rows.add(row(title + "p99, " + place, task, Metric.P99, null));
    }
    return rows;
  }

  /** A sum is large also when the owner has it all; so the lesser share is shown, too. */
  private void twoNodes(List<Row> rows, Target target) {
    for (int threads : new int[] {2, 1}) {
      String title = "two nodes, t" + threads + " each";
      Task task = new Cycle(Place.OWNER, 2, threads);
      rows.add(rate(title, task, threads == 2 ? target : null));
      rows.add(row(title + ", lesser share", task, Metric.LEAST_SHARE, null));
    }
  }

  private Row rate(String title, Task task, Target target) {
    return row(title, task, Metric.RATE, target);
  }

  private Row row(String title, Task task, Metric metric, Target target) {
    return new Row(title, new Case(ours, task), new Case(hazelcast, task), metric, target);
  }

  @Override
  public List<Fact> facts() {
    return List.of(
        new Fact(
            "SIGKILL of the primary to the first tick of a primary-only task elsewhere",
            new Case(Setup.of(Side.OURS, 2), new Failover()),
            Metric.SECONDS,
            FAILOVER_SECONDS),
        new Fact(
            "start of a JVM until it serves as a member of the running cluster",
            new Case(ours, new Join()),
            Metric.SECONDS,
            JOIN_SECONDS));
  }
}
