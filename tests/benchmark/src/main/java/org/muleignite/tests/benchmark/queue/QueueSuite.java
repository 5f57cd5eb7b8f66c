package org.muleignite.tests.benchmark.queue;

import java.util.ArrayList;
import java.util.List;
import org.muleignite.cluster.config.ClusterSettings.WalMode;
import org.muleignite.tests.benchmark.Case;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Options;
import org.muleignite.tests.benchmark.Row;
import org.muleignite.tests.benchmark.Row.Target;
import org.muleignite.tests.benchmark.Suite;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.fleet.Setup;
import org.muleignite.tests.benchmark.fleet.Side;

/**
 * Our queues against Hazelcast's: messages of 1 KB, one synchronous backup. In the titles, t1 and
 * t4 are the numbers of producers and of consumers, and the place is that of the queue's home, the
 * node with its primary copy, seen from them. A queue of ours that one node alone uses moves there.
 */
public final class QueueSuite implements Suite {

  private static final int MANY_QUEUES = 32;
  private static final int PAIRS_PER_MEMBER = 11;
  private static final int DEEP = 1_000_000;
  private static final int DEEP_REGION_MB = 2_048;

  private final Setup ours;
  private final Setup hazelcast;
  private final boolean deep;

  public QueueSuite(Options options) {
    ours = Setup.of(Side.OURS, options.nodes());
    hazelcast = Setup.of(Side.HAZELCAST, options.nodes());
    deep = options.isDeep();
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    plain(rows);
    transactional(rows);
    handOver(rows);
    persistent(rows);
    spread(rows);
    if (deep) {
      depth(rows);
    }
    return rows;
  }

  private void plain(List<Row> rows) {
    for (Place place : Place.values()) {
      Target target = place == Place.OWNER ? new Target(1.2, 0.8) : new Target(1.0, 0.5);
      for (int pairs : new int[] {1, 4}) {
        Throughput load = new Throughput(Mode.PLAIN, false, place, pairs);
        rows.add(
            new Row(
                "no transaction, t" + pairs + ", " + place,
                new Case(ours, load),
                new Case(hazelcast, load),
                Metric.RATE,
                pairs == 4 ? target : null));
      }
    }
  }

  private void transactional(List<Row> rows) {
    for (Mode mode : List.of(Mode.ONE_PHASE, Mode.TWO_PHASE)) {
      Target target = mode == Mode.ONE_PHASE ? new Target(1.3, 1.0) : new Target(2.5, 1.5);
      String title = mode == Mode.ONE_PHASE ? "one-phase" : "two-phase";
      for (Place place : Place.values()) {
        for (int pairs : new int[] {1, 4}) {
          rows.add(
              new Row(
                  "transactional against " + title + ", t" + pairs + ", " + place,
                  new Case(ours, new Throughput(Mode.TRANSACTION, false, place, pairs)),
                  new Case(hazelcast, new Throughput(mode, false, place, pairs)),
                  Metric.RATE,
                  pairs == 4 ? target : null));
        }
      }
      rows.add(
          new Row(
              "transactional against " + title + ", t2 on each of two nodes",
              new Case(ours, new Spread(Mode.TRANSACTION, 1, 2)),
              new Case(hazelcast, new Spread(mode, 1, 2)),
              Metric.RATE,
              null));
    }
  }

  private void handOver(List<Row> rows) {
    for (Place place : Place.values()) {
      for (Metric metric : List.of(Metric.P50, Metric.P99)) {
        rows.add(
            new Row(
                "hand-over to a blocked consumer elsewhere, "
                    + (metric == Metric.P50 ? "p50, " : "p99, ")
                    + place,
                new Case(ours, new HandOver(place)),
                new Case(hazelcast, new HandOver(place)),
                metric,
                metric == Metric.P50 ? new Target(1.0, 1.5) : null));
      }
    }
  }

  /** Hazelcast's free edition keeps nothing on disk, so its memory is what ours is held against. */
  private void persistent(List<Row> rows) {
    for (WalMode wal : WalMode.values()) {
      for (Mode mode : List.of(Mode.TRANSACTION, Mode.PLAIN)) {
        boolean judged = wal == WalMode.LOG_ONLY && mode == Mode.TRANSACTION;
        rows.add(
            new Row(
                "persistent " + wal + " " + title(mode) + " against two-phase in memory, t4, owner",
                new Case(ours.with(wal), new Throughput(mode, true, Place.OWNER, 4)),
                new Case(hazelcast, new Throughput(Mode.TWO_PHASE, false, Place.OWNER, 4)),
                Metric.RATE,
                judged ? new Target(1.0, 0.6) : null));
      }
    }
  }

  private static String title(Mode mode) {
    return mode == Mode.PLAIN ? "no transaction" : "transactional";
  }

  private void spread(List<Row> rows) {
    Setup three = Setup.of(Side.OURS, 3);
    rows.add(
        new Row(
            MANY_QUEUES + " queues over 3 nodes against 1 queue, both ours, all nodes drive",
            new Case(three, new Spread(Mode.PLAIN, MANY_QUEUES, PAIRS_PER_MEMBER)),
            new Case(three, new Spread(Mode.PLAIN, 1, PAIRS_PER_MEMBER)),
            Metric.RATE,
            null));
  }

  /** The rows show rates, so the limits are the inverse of those of the costs: 1.05 and 1.2. */
  private void depth(List<Row> rows) {
    Setup large = Setup.of(Side.OURS, 2).withTransientMb(DEEP_REGION_MB);
    for (Place place : Place.values()) {
      rows.add(
          new Row(
              "depth 1,000,000 against depth 1, both ours, " + place,
              new Case(large, new Depth(DEEP, place)),
              new Case(large, new Depth(1, place)),
              Metric.RATE,
              new Target(1 / 1.05, 1 / 1.2)));
    }
  }
}
