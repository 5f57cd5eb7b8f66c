package org.muleignite.queue.rules;

import java.util.Set;
import java.util.UUID;

/**
 * What a node tells the owner after a commit or rollback. Saying it twice does no harm. Immutable
 * by convention: nobody writes to the arrays.
 */
final class Settlement {

  private static final long[] NOTHING = {};

  /** The node that was given the claims; another one only when a dead node's branch is settled. */
  final UUID holder;

  /** Position and ticket of each claim whose item is removed. */
  final long[] removed;

  /** Positions whose items are in the cache now. */
  final long[] published;

  /** Given back: the claimed items are to be handed out again. */
  final Holdings released;

  Settlement(UUID holder, long[] removed, long[] published, Holdings released) {
    this.holder = holder;
    this.removed = removed;
    this.published = published;
    this.released = released;
  }

  static Settlement removed(UUID holder, long... claims) {
    return new Settlement(holder, claims, NOTHING, Holdings.NONE);
  }

  static Settlement published(UUID holder, long... positions) {
    return new Settlement(holder, NOTHING, positions, Holdings.NONE);
  }

  static Settlement released(UUID holder, Holdings holdings) {
    return new Settlement(holder, NOTHING, NOTHING, holdings);
  }

  /** The same, but the items at these positions are gone instead of given back. */
  Settlement withRemoved(Set<Long> positions) {
    LongList gone = new LongList();
    LongList back = new LongList();
    for (long value : removed) {
      gone.add(value);
    }
    for (int i = 0; i < released.claims.length; i += 2) {
      LongList side = positions.contains(released.claims[i]) ? gone : back;
      side.add(released.claims[i]).add(released.claims[i + 1]);
    }
    Holdings rest = new Holdings(back.toArray(), released.reservations, released.rooms);
    return new Settlement(holder, gone.toArray(), published, rest);
  }

  boolean isEmpty() {
    return removed.length == 0 && published.length == 0 && released.isEmpty();
  }
}
