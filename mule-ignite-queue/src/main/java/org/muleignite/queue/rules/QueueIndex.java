package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The owner's view of one queue: which positions may be taken, which are claimed by whom, which are
 * being filled. Can be built anew from the cache and from what the nodes hold. Not thread-safe;
 * never blocks.
 *
 * <p>Positions are never used twice, not even after the queue was disposed: a new index starts at a
 * position derived from cluster time, far above what an earlier one can have given out.
 */
final class QueueIndex {

  /** Returned where there is no position. */
  static final long NONE = -1L;

  private final SortedPositions ready = new SortedPositions();
  private final Map<Long, Token> claims = new HashMap<>();
  private final Map<Long, UUID> reserved = new HashMap<>();
  private final Set<Token> rooms = new HashSet<>();
  private final long firstPosition;
  private long nextTail;
  private long nextHead;

  QueueIndex(long firstPosition) {
    this.firstPosition = firstPosition;
    nextTail = firstPosition;
    nextHead = firstPosition - 1;
  }

  long firstPosition() {
    return firstPosition;
  }

  /** Whether a node holds the position: nobody else may touch its item. */
  boolean isHeld(long position) {
    return claims.containsKey(position) || reserved.containsKey(position);
  }

  /** Takes over what a node holds; before {@link #restoreItem}. */
  void restoreHoldings(UUID node, Holdings held) {
    for (int i = 0; i < held.claims.length; i += 2) {
      claims.put(held.claims[i], new Token(node, held.claims[i + 1]));
      seen(held.claims[i]);
    }
    for (long position : held.reservations) {
      reserved.put(position, node);
      seen(position);
    }
    for (long ticket : held.rooms) {
      rooms.add(new Token(node, ticket));
    }
  }

  /** Takes over an item that is in the cache. */
  void restoreItem(long position) {
    seen(position);
    // Who fills a position may still be finding out whether that came true: nobody else touches it.
    if (!isHeld(position)) {
      ready.add(position);
    }
  }

  int size() {
    return ready.size();
  }

  /** How many items nodes hold that they may still give back. */
  int taken() {
    return claims.size();
  }

  /** The position that would be handed out next, or {@link #NONE}. */
  long head() {
    return ready.isEmpty() ? NONE : ready.head();
  }

  /** Hands out the head, or {@link #NONE}. */
  long claimHead(Token token) {
    if (ready.isEmpty()) {
      return NONE;
    }
    long position = ready.removeHead();
    claims.put(position, token);
    return position;
  }

  /**
   * Hands out one item, wherever it is in the queue.
   *
   * @return false when it may not be taken
   */
  boolean claim(long position, Token token) {
    boolean taken = ready.remove(position);
    if (taken) {
      claims.put(position, token);
    }
    return taken;
  }

  /** The positions that would be handed out next, at most so many. */
  long[] ready(int count) {
    return ready.lowest(count);
  }

  long[] claimAll(Token token) {
    long[] all = ready.drain();
    for (long position : all) {
      claims.put(position, token);
    }
    return all;
  }

  /** Takes back, at its old place, what was handed out for that token. */
  void release(Token token) {
    List<Long> claimed = new ArrayList<>(claims.keySet());
    claimed.removeIf(position -> !claims.get(position).equals(token));
    for (long position : claimed) {
      claims.remove(position);
      ready.add(position);
    }
    rooms.remove(token);
  }

  /** The claimed item is gone. */
  void removeClaim(long position, Token token) {
    claims.remove(position, token);
  }

  /** Strikes out what is removed and takes back what is released, at its old place. */
  void settle(Settlement settlement) {
    UUID holder = settlement.holder;
    for (int i = 0; i < settlement.removed.length; i += 2) {
      removeClaim(settlement.removed[i], new Token(holder, settlement.removed[i + 1]));
    }
    Holdings released = settlement.released;
    for (int i = 0; i < released.claims.length; i += 2) {
      if (claims.remove(released.claims[i], new Token(holder, released.claims[i + 1]))) {
        ready.add(released.claims[i]);
      }
    }
    for (long position : released.reservations) {
      reserved.remove(position, holder);
    }
    for (long ticket : released.rooms) {
      rooms.remove(new Token(holder, ticket));
    }
  }

  /** An item that turned out not to be in the cache. */
  void forgetHead(long position) {
    if (head() == position) {
      ready.removeHead();
    }
  }

  boolean hasRoom(int capacity, int items) {
    return capacity <= 0 || ready.size() + reserved.size() + rooms.size() + items <= capacity;
  }

  void addRoom(Token token) {
    rooms.add(token);
  }

  /** Positions for new items: first those at the tail, then those before the head. */
  long[] reserve(UUID node, int tail, int head) {
    long[] positions = new long[tail + head];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i < tail ? nextTail++ : nextHead--;
      reserved.put(positions[i], node);
    }
    return positions;
  }

  /**
   * The item is in the cache now.
   *
   * @return false when this index never reserved the position: the cache must be asked
   */
  boolean publish(long position) {
    if (reserved.remove(position) != null) {
      ready.add(position);
      return true;
    }
    return claims.containsKey(position) || ready.contains(position);
  }

  /** Whether any node holds something. */
  boolean isHeld() {
    return claims.size() + reserved.size() + rooms.size() > 0;
  }

  /** Everything that a node holds. */
  Holdings heldBy(UUID node) {
    List<Long> claimed = new ArrayList<>();
    claims.forEach(
        (position, token) -> {
          if (token.node().equals(node)) {
            claimed.add(position);
            claimed.add(token.ticket());
          }
        });
    List<Long> filling = new ArrayList<>();
    reserved.forEach(
        (position, holder) -> {
          if (holder.equals(node)) {
            filling.add(position);
          }
        });
    List<Long> room = new ArrayList<>();
    for (Token token : rooms) {
      if (token.node().equals(node)) {
        room.add(token.ticket());
      }
    }
    return new Holdings(longs(claimed), longs(filling), longs(room));
  }

  /** Every position that is claimed, and by which node. */
  Map<Long, UUID> claimed() {
    Map<Long, UUID> holders = new HashMap<>();
    claims.forEach((position, token) -> holders.put(position, token.node()));
    return holders;
  }

  private void seen(long position) {
    nextTail = Math.max(nextTail, position + 1);
    nextHead = Math.min(nextHead, position - 1);
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
