package org.muleignite.queue.rules;

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

  boolean isEmpty() {
    return claims.length == 0 && reservations.length == 0 && rooms.length == 0;
  }
}
