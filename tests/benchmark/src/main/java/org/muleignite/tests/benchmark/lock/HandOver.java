package org.muleignite.tests.benchmark.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.fleet.Places;

/**
 * From before an unlock on the driving member to the return of the lock call that was blocked on
 * another: the two hold one lock in turns.
 *
 * @param place where the owner of the lock is, seen from the member that unlocks
 */
record HandOver(Place place) implements Task {

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    String id = new Places(fleet, "lock").name("hand-over", place);
    CompletableFuture<String> there = fleet.members().get(1).send("lock.hold", id, time.toMillis());
    String here = fleet.driver().ask("lock.hold", id, time.toMillis());
    List<Hold> holds = new ArrayList<>(Hold.parse(0, here));
    holds.addAll(Hold.parse(1, MemberProcess.await(there)));
    Histogram nanos = fromDriver(holds);
    return Map.of(
        Metric.P50, nanos.getValueAtPercentile(50) / 1e3,
        Metric.P99, nanos.getValueAtPercentile(99) / 1e3);
  }

  /**
   * @throws IllegalStateException when two held the lock at once, or none was handed over
   */
  static Histogram fromDriver(List<Hold> holds) {
    List<Hold> inOrder = holds.stream().sorted(Hold.IN_ORDER).toList();
    Histogram nanos = new Histogram(3);
    for (int i = 1; i < inOrder.size(); i++) {
      Hold previous = inOrder.get(i - 1);
      Hold next = inOrder.get(i);
      if (next.acquired() < previous.released()) {
        throw new IllegalStateException("Two members held the lock at once");
      }
      if (previous.member() == 0 && previous.isHandedOverTo(next)) {
        nanos.recordValue(next.acquired() - previous.released());
      }
    }
    if (nanos.getTotalCount() == 0) {
      throw new IllegalStateException("The lock was never handed over");
    }
    return nanos;
  }
}
