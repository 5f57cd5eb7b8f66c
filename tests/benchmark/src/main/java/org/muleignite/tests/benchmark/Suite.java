package org.muleignite.tests.benchmark;

import java.util.List;
import org.muleignite.tests.benchmark.queue.QueueSuite;

/** The rows about one kind of service. */
public interface Suite {

  /** The suite with this name; further services are added here. */
  static Suite named(String name, Options options) {
    if (name.equals("queues")) {
      return new QueueSuite(options);
    }
    throw new IllegalArgumentException("There is no suite '" + name + "'; there is: queues");
  }

  List<Row> rows();
}
