package org.muleignite.queue.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a node holds of one queue: claimed items, reserved positions, reserved room. Immutable by
 * convention: nobody writes to the arrays.
 */
final class Holdings {

  private static final long[] NOTHING = {};

  static final Holdings NONE = new Holdings(NOTHING, NOTHING, NOTHING);

  /** Position and ticket of each claim, one after the other. */
  final long[] claims;

  /** Positions that are to be filled. */
  final long[] reservations;

  /** Tickets, each good for one item. */
  final long[] rooms;

  Holdings(long[] claims, long[] reservations, long[] rooms) {
    this.claims = claims;
    this.reservations = reservations;
    this.rooms = rooms;
  }

  static Holdings ofClaims(long... claims) {
    return new Holdings(claims, NOTHING, NOTHING);
  }

  static Holdings ofReservations(long... reservations) {
    return new Holdings(NOTHING, reservations, NOTHING);
  }

  static Holdings ofRooms(long... rooms) {
    return new Holdings(NOTHING, NOTHING, rooms);
  }

  /** What is here and not there. */
  Holdings without(Holdings other) {
    Map<Long, Long> kept = new HashMap<>();
    for (int i = 0; i < other.claims.length; i += 2) {
      kept.put(other.claims[i], other.claims[i + 1]);
    }
    LongList left = new LongList();
    for (int i = 0; i < claims.length; i += 2) {
      if (!Objects.equals(kept.get(claims[i]), claims[i + 1])) {
        left.add(claims[i]).add(claims[i + 1]);
      }
    }
    return new Holdings(
        left.toArray(), without(reservations, other.reservations), without(rooms, other.rooms));
  }

  private static long[] without(long[] some, long[] others) {
    long[] sorted = others.clone();
    Arrays.sort(sorted);
    return Arrays.stream(some).filter(value -> Arrays.binarySearch(sorted, value) < 0).toArray();
  }

  boolean isEmpty() {
    return claims.length == 0 && reservations.length == 0 && rooms.length == 0;
  }
}
