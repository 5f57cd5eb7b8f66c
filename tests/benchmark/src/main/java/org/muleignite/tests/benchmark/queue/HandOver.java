package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;

/**
 * From a put on one member to the return of the blocked take on another.
 *
 * @param place where the owner of both queues is, seen from the member that measures
 */
record HandOver(Place place) implements Task {

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    String there = QueuePlaces.empty(fleet, "there", place);
    String back = QueuePlaces.empty(fleet, "back", place);
    CompletableFuture<String> echo = fleet.members().get(1).send("echo", back, there);
    String[] micros = fleet.driver().ask("ping", there, back, time.toMillis()).split(" ");
    MemberProcess.await(echo);
    return Map.of(
        Metric.P50, Double.valueOf(micros[0]),
        Metric.P99, Double.valueOf(micros[1]));
  }
}
