package org.muleignite.tests.benchmark.queue;

import java.util.List;
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
    MemberProcess owner = owner(fleet, name);
    if (owner.equals(fleet.driver()) != (place == Place.OWNER)) {
      throw new IllegalStateException("The owner of queue " + name + " is not " + place);
    }
  }

  /**
   * The member that owns a queue.
   *
   * @throws IllegalStateException when none or several say that they do
   */
  static MemberProcess owner(Fleet fleet, String name) {
    List<MemberProcess> owners =
        fleet.members().stream()
            .filter(member -> Place.of(member.ask("owner", name)) == Place.OWNER)
            .toList();
    if (owners.size() != 1) {
      throw new IllegalStateException(
          owners.size() + " members of " + fleet.setup() + " say that they own queue " + name);
    }
    return owners.get(0);
  }
}
