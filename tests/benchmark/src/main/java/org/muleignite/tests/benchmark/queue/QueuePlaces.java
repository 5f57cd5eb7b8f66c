package org.muleignite.tests.benchmark.queue;

import org.muleignite.tests.benchmark.fleet.Fleet;
import org.muleignite.tests.benchmark.fleet.MemberProcess;

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
    int left = Integer.parseInt(fleet.driver().ask("size", name));
    if (left != 0) {
      throw new IllegalStateException(left + " items are left over in queue " + name);
    }
    return name;
  }

  static String any(Fleet fleet, String prefix, Place place) {
    fleet.checkTopology();
    String name = fleet.driver().ask("name", prefix, place);
    checkOwner(fleet, name, place);
    return name;
  }

  private static void checkOwner(Fleet fleet, String name, Place place) {
    long owners =
        fleet.members().stream().filter(member -> owner(member, name) == Place.HERE).count();
    if (owners != 1 || owner(fleet.driver(), name) != place) {
      throw new IllegalStateException(
          owners + " members of " + fleet.setup() + " think that they own queue " + name);
    }
  }

  private static Place owner(MemberProcess member, String name) {
    return Place.of(member.ask("owner", name));
  }
}
