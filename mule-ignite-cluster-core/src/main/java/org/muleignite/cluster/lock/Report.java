package org.muleignite.cluster.lock;

import java.util.List;

/** What a node answers to a new owner. Immutable. */
final class Report {

  /** The greatest fencing number that the node knows of. */
  final long greatestFencing;

  final List<Held> held;

  Report(long greatestFencing, List<Held> held) {
    this.greatestFencing = greatestFencing;
    this.held = held;
  }

  /** One id that the node holds. Immutable. */
  static final class Held {
    final String id;
    final long request;
    final long fencing;

    Held(String id, long request, long fencing) {
      this.id = id;
      this.request = request;
      this.fencing = fencing;
    }
  }
}
