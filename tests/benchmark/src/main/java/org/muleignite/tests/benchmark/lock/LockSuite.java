package org.muleignite.tests.benchmark.lock;

import java.util.ArrayList;
import java.util.List;
import org.muleignite.tests.benchmark.Case;
import org.muleignite.tests.benchmark.Fact;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Options;
import org.muleignite.tests.benchmark.Row;
import org.muleignite.tests.benchmark.Suite;
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

  private final int nodes;

  public LockSuite(Options options) {
    nodes = options.nodes();
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(new Against(nodes, Side.HAZELCAST, "IMap.lock").rows());
    rows.addAll(new Against(nodes, Side.HAZELCAST_CP, "FencedLock").rows());
    return rows;
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
            new Case(Setup.of(Side.OURS, nodes), new Join()),
            Metric.SECONDS,
            JOIN_SECONDS));
  }
}
