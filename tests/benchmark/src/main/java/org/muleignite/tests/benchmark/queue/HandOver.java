package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;
import org.muleignite.tests.benchmark.fleet.Place;

/**
 * From a put on one member to the return of the blocked take on another.
 *
 * @param place where the owner of the queue is, seen from the member that puts
 */
record HandOver(Place place) implements Task {

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    String queue = QueuePlaces.empty(fleet, "hand-over", place);
    CompletableFuture<String> received = fleet.members().get(1).send("queue.receive", queue);
    fleet.driver().ask("queue.send", queue, time.toMillis());
    String[] micros = MemberProcess.await(received).split(" ");
    return Map.of(
        Metric.P50, Double.valueOf(micros[0]),
        Metric.P99, Double.valueOf(micros[1]));
  }
}
