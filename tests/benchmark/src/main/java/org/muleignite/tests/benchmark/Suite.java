package org.muleignite.tests.benchmark;

import java.util.List;
import org.muleignite.tests.benchmark.lock.LockSuite;
import org.muleignite.tests.benchmark.queue.QueueSuite;
import org.muleignite.tests.benchmark.store.StoreSuite;

/** The rows about one kind of service. */
public interface Suite {

  /** The suite with this name; further services are added here. */
  static Suite named(String name, Options options) {
    return switch (name) {
      case "queues" -> new QueueSuite(options);
      case "stores" -> new StoreSuite(options);
      case "locks" -> new LockSuite(options);
      default ->
          throw new IllegalArgumentException(
              "There is no suite '" + name + "'; there are: queues, stores, locks");
    };
  }

  List<Row> rows();

  /** What the other side has no part in. */
  default List<Fact> facts() {
    return List.of();
  }
}
