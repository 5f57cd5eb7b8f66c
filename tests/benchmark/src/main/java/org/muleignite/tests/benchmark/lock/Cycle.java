package org.muleignite.tests.benchmark.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.fleet.Places;

/**
 * One lock that all threads lock and unlock as often as they can.
 *
 * @param place where its owner is, seen from the driving member
 * @param members how many members take part, the driving one first
 * @param threads how many of each of them
 */
record Cycle(Place place, int members, int threads) implements Task {

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    String id = new Places(fleet, "lock").name("cycle", place);
    List<CompletableFuture<String>> rates = new ArrayList<>();
    for (MemberProcess member : fleet.members().subList(0, members)) {
      rates.add(member.send("lock.cycle", id, threads, time.toMillis()));
    }
    double[] shares =
        rates.stream().map(MemberProcess::await).mapToDouble(Double::parseDouble).toArray();
    return Map.of(
        Metric.RATE, Arrays.stream(shares).sum(),
        Metric.LEAST_SHARE, Arrays.stream(shares).min().orElseThrow());
  }
}
