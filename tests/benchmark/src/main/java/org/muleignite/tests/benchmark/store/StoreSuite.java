package org.muleignite.tests.benchmark.store;

import java.util.ArrayList;
import java.util.List;
import org.muleignite.tests.benchmark.Case;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Options;
import org.muleignite.tests.benchmark.Row;
import org.muleignite.tests.benchmark.Row.Target;
import org.muleignite.tests.benchmark.Suite;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Setup;
import org.muleignite.tests.benchmark.fleet.Side;

/**
 * Our object stores against Hazelcast's maps: values of 1 KB, one synchronous backup. In the
 * titles, t1 and t4 are the numbers of threads.
 */
public final class StoreSuite implements Suite {

  private static final int[] THREADS = {1, 4};

  /** Many stores, so that some of each of the engine's partitions lies beside the listed one. */
  private static final int OTHERS = 100;

  private static final int KEYS_OF_OTHERS = 10_000;
  private static final int LARGE_REGION_MB = 2_048;

  private final Setup ours;
  private final Setup hazelcast;
  private final boolean deep;

  public StoreSuite(Options options) {
    ours = Setup.of(Side.OURS, options.nodes());
    hazelcast = Setup.of(Side.HAZELCAST, options.nodes());
    deep = options.isDeep();
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    against(rows, "write", Operation.WRITE, new Target(1.0, 0.6));
    against(rows, "read", Operation.READ, new Target(5.0, 1.0));
    against(rows, "write+remove", Operation.WRITE_REMOVE, new Target(1.0, 0.6));
    String sequence = "the connector's lock, contains, remove, store, unlock";
    against(rows, sequence, Operation.CONNECTOR_STORE, new Target(2.0, 1.2));
    persistent(rows, "write", Operation.WRITE);
    persistent(rows, "read", Operation.READ);
    persistent(rows, "write+remove", Operation.WRITE_REMOVE);
    if (deep) {
      rows.add(listing());
    }
    return rows;
  }

  private void against(List<Row> rows, String title, Operation operation, Target target) {
    for (int threads : THREADS) {
      Task load = new Operate(operation, false, threads);
      rows.add(
          rate(title + ", t" + threads, new Case(ours, load), new Case(hazelcast, load), target));
    }
  }

  private void persistent(List<Row> rows, String title, Operation operation) {
    for (int threads : THREADS) {
      rows.add(
          rate(
              "persistent LOG_ONLY against in memory, both ours, " + title + ", t" + threads,
              new Case(ours, new Operate(operation, true, threads)),
              new Case(ours, new Operate(operation, false, threads)),
              Target.required(0.7)));
    }
  }

  /** The row shows rates, so the limit is the inverse of that of the cost: 1.2. */
  private Row listing() {
    Setup large = ours.withTransientMb(LARGE_REGION_MB);
    return rate(
        "allKeys of 1,000 beside 1,000,000 of other stores against alone, both ours",
        new Case(large, new Listing(OTHERS, KEYS_OF_OTHERS)),
        new Case(large, new Listing(0, 0)),
        Target.required(1 / 1.2));
  }

  private static Row rate(String title, Case ours, Case other, Target target) {
    return new Row(title, ours, other, Metric.RATE, target);
  }
}
