package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;
import org.muleignite.tests.benchmark.fleet.Place;

/**
 * Items through put and take of so many queues, driven by all members at once with the same number
 * of threads whatever the number of queues. Several queues have their owners where chance puts
 * them.
 *
 * @param pairs how many producers, and how many consumers, on each member
 */
record Spread(Mode mode, int queues, int pairs) implements Task {

  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    List<List<String>> dealt = deal(fleet);
    List<CompletableFuture<String>> rates = new ArrayList<>();
    for (int i = 0; i < dealt.size(); i++) {
      List<Object> command = new ArrayList<>();
      command.addAll(List.of("queue.throughput", mode, pairs, time.toMillis()));
      command.addAll(dealt.get(i));
      rates.add(fleet.members().get(i).send(command.toArray()));
    }
    double sum = 0;
    for (CompletableFuture<String> rate : rates) {
      sum += Double.parseDouble(MemberProcess.await(rate));
    }
    return Map.of(Metric.RATE, sum);
  }

  /** The queues of each member; a single queue belongs to all. */
  private List<List<String>> deal(Fleet fleet) {
    List<List<String>> dealt = new ArrayList<>();
    for (int i = 0; i < fleet.members().size(); i++) {
      dealt.add(new ArrayList<>());
    }
    if (queues == 1) {
      String only = QueuePlaces.empty(fleet, "shared-" + mode, Place.OWNER);
      dealt.forEach(names -> names.add(only));
      return dealt;
    }
    fleet.checkTopology();
    for (int i = 0; i < queues; i++) {
      dealt.get(i % dealt.size()).add("spread-" + i);
    }
    return dealt;
  }
}
