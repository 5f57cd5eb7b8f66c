package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.Map;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;
import org.muleignite.tests.benchmark.fleet.Place;

/**
 * Put and take in turns by one thread on a queue that always holds so many small items.
 *
 * @param place where its owner is, seen from that thread
 */
record Depth(int items, Place place) implements Task {

  private static final int BYTES = 100;
  private static final int PORTION = 50_000;

  /** By the owner, which is the fastest, and in portions, as no single answer may take long. */
  @Override
  public void prepare(Fleet fleet) {
    String queue = queue(fleet);
    MemberProcess owner = QueuePlaces.owner(fleet, queue);
    for (int done = 0; done < items; done += PORTION) {
      owner.ask("queue.fill", queue, Math.min(PORTION, items - done), BYTES);
    }
  }

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    String queue = queue(fleet);
    int size = Integer.parseInt(fleet.driver().ask("queue.size", queue));
    if (size != items) {
      throw new IllegalStateException(queue + " holds " + size + " items instead of " + items);
    }
    String rate = fleet.driver().ask("queue.cycle", queue, time.toMillis(), BYTES);
    return Map.of(Metric.RATE, Double.valueOf(rate));
  }

  private String queue(Fleet fleet) {
    return QueuePlaces.any(fleet, "depth-" + items, place);
  }
}
