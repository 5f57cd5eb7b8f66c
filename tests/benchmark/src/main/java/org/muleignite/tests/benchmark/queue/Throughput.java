package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.Map;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.Place;

/**
 * Items through put and take of one queue, all producers and consumers on one member.
 *
 * @param place where the home of the queue is, seen from them
 * @param pairs how many producers, and how many consumers
 */
record Throughput(Mode mode, boolean persistent, Place place, int pairs) implements Task {

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    String prefix = (persistent ? Queues.PERSISTENT : "") + mode;
    String queue = QueuePlaces.empty(fleet, prefix, place);
    String rate = fleet.driver().ask("queue.throughput", mode, pairs, time.toMillis(), queue);
    return Map.of(Metric.RATE, Double.valueOf(rate));
  }
}
