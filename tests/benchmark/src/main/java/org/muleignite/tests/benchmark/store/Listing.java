package org.muleignite.tests.benchmark.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;

/**
 * All keys of a store of 1,000, by one thread, on a fleet that has nothing else but this.
 *
 * @param others how many other stores there are
 * @param keysOfOthers how many keys each of them has
 */
record Listing(int others, int keysOfOthers) implements Task {

  private static final String LISTED = "listed";
  private static final int BYTES = 100;

  @Override
  public boolean isAlone() {
    return true;
  }

  /** The members share the work; each answers often, as no single answer may take long. */
  @Override
  public void prepare(Fleet fleet) {
    fleet.driver().ask("store.fill", LISTED, StoreLoad.KEYS, BYTES);
    List<MemberProcess> members = fleet.members();
    List<CompletableFuture<String>> fills = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      MemberProcess member = members.get(i % members.size());
      fills.add(member.send("store.fill", "other-" + i, keysOfOthers, BYTES));
    }
    fills.forEach(MemberProcess::await);
  }

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    fleet.checkTopology();
    String rate = fleet.driver().ask("store.list", LISTED, StoreLoad.KEYS, time.toMillis());
    return Map.of(Metric.RATE, Double.valueOf(rate));
  }
}
