package org.muleignite.tests.benchmark.member;

import java.util.Map;
import java.util.function.Function;
import org.muleignite.tests.benchmark.fleet.Place;

/** What a member can be asked about the owners of names, see {@link Place}. */
public final class PlaceCommands {

  private static final int MOST_NAMES = 10_000;

  private final Function<String, Place> places;

  /**
   * @param places where the owner of a name is, seen from this member
   */
  public PlaceCommands(Function<String, Place> places) {
    this.places = places;
  }

  /** By their verbs. */
  public Map<String, Command> commands() {
    return Map.of(
        "name", words -> name(words.get(0), Place.of(words.get(1))),
        "owner", words -> places.apply(words.get(0)).toString());
  }

  /** The first name with the prefix whose owner is where it is wanted. */
  private String name(String prefix, Place place) {
    for (int i = 0; i < MOST_NAMES; i++) {
      String name = prefix + '-' + i;
      if (places.apply(name) == place) {
        return name;
      }
    }
    throw new IllegalStateException("No name has its owner " + place);
  }
}
