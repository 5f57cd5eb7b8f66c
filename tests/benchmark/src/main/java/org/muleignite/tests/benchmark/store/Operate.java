package org.muleignite.tests.benchmark.store;

import java.time.Duration;
import java.util.Map;
import org.muleignite.tests.benchmark.Metric;
import org.muleignite.tests.benchmark.Task;
import org.muleignite.tests.benchmark.fleet.Fleet;

/**
 * One operation on one store of the driving member, again and again. Its keys belong to all
 * members, in equal shares.
 *
 * @param threads how many do it at once
 */
record Operate(Operation operation, boolean persistent, int threads) implements Task {

  @Override
  public void prepare(Fleet fleet) {
    if (operation == Operation.READ || operation == Operation.CONNECTOR_STORE) {
      fleet.driver().ask("store.fill", store(), StoreLoad.KEYS, Value.USUAL_BYTES);
    }
  }

  /** Removes what it has written afterwards, so that memory suffices for any time. */
  @Override
  public Map<Metric, Double> run(Fleet fleet, Duration time) {
    fleet.checkTopology();
    String rate = fleet.driver().ask("store.operate", store(), operation, threads, time.toMillis());
    if (operation == Operation.WRITE) {
      fleet.driver().ask("store.clear", store());
    }
    return Map.of(Metric.RATE, Double.valueOf(rate));
  }

  private String store() {
    return (persistent ? Stores.PERSISTENT : "") + operation + "-" + threads;
  }
}
