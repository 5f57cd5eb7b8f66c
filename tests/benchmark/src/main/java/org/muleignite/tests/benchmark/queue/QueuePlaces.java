package org.muleignite.tests.benchmark.queue;

import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.fleet.Places;

/** Finds queues whose owner is where a case wants it, and makes sure of it. */
final class QueuePlaces {

  private QueuePlaces() {}

  /**
   * An empty queue.
   *
   * @param place where its owner is, seen from the driving member
   * @throws IllegalStateException when the members do not agree on its owner, or it has items
   */
  static String empty(Fleet fleet, String prefix, Place place) {
    String name = any(fleet, prefix, place);
    int left = Integer.parseInt(fleet.driver().ask("queue.size", name));
    if (left != 0) {
      throw new IllegalStateException(left + " items are left over in queue " + name);
    }
    return name;
  }

  static String any(Fleet fleet, String prefix, Place place) {
    return new Places(fleet, "queue").name(prefix, place);
  }

  static MemberProcess owner(Fleet fleet, String name) {
    return new Places(fleet, "queue").owner(name);
  }
}
