package org.muleignite.tests.benchmark.fleet;

import java.util.List;

/**
 * Finds names of one kind of service whose owner is where a case wants it, and makes sure of it.
 * Used by one thread.
 */
public final class Places {

  private final Fleet fleet;
  private final String service;

  /**
   * @param service which its members' commands begin with
   */
  public Places(Fleet fleet, String service) {
    this.fleet = fleet;
    this.service = service;
  }

  /**
   * A name with this prefix, always the same.
   *
   * @param place where its owner is, seen from the driving member
   * @throws IllegalStateException when the members do not agree on its owner, or one is missing
   */
  public String name(String prefix, Place place) {
    fleet.checkTopology();
    String name = fleet.driver().ask(service + ".name", prefix, place);
    if (owner(name).equals(fleet.driver()) != (place == Place.OWNER)) {
      throw new IllegalStateException("The owner of " + service + ' ' + name + " is not " + place);
    }
    return name;
  }

  /**
   * The member that owns what has this name.
   *
   * @throws IllegalStateException when none or several say that they do
   */
  public MemberProcess owner(String name) {
    List<MemberProcess> owners =
        fleet.members().stream()
            .filter(member -> Place.of(member.ask(service + ".owner", name)) == Place.OWNER)
            .toList();
    if (owners.size() != 1) {
      throw new IllegalStateException(
          String.format(
              "%d members of %s say that they own %s %s",
              owners.size(), fleet.setup(), service, name));
    }
    return owners.get(0);
  }
}
