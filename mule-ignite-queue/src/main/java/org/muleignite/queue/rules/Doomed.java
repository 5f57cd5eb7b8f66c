package org.muleignite.queue.rules;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Items of disposed queues that were claimed at that moment: whoever gives such a claim back does
 * not bring the item back, it is discarded then. Kept by the owner only: if the owner changes in
 * between, the item returns to a queue of the same name. Thread-safe; never blocks.
 */
final class Doomed {

  private final Map<QueueRef, Map<Long, UUID>> holders = new HashMap<>();

  /**
   * @param claims position and holder
   */
  synchronized void add(QueueRef queue, Map<Long, UUID> claims) {
    if (!claims.isEmpty()) {
      holders.computeIfAbsent(queue, q -> new HashMap<>()).putAll(claims);
    }
  }

  /**
   * Strikes out what is settled.
   *
   * @return the given back positions whose items are to be discarded
   */
  synchronized Set<Long> settle(QueueRef queue, Settlement settlement) {
    Set<Long> discard = new HashSet<>();
    Map<Long, UUID> claims = holders.get(queue);
    if (claims != null) {
      for (int i = 0; i < settlement.removed.length; i += 2) {
        claims.remove(settlement.removed[i]);
      }
      long[] released = settlement.released.claims;
      for (int i = 0; i < released.length; i += 2) {
        if (claims.remove(released[i]) != null) {
          discard.add(released[i]);
        }
      }
      if (claims.isEmpty()) {
        holders.remove(queue);
      }
    }
    return discard;
  }

  /** What a dead node held is to be discarded. */
  synchronized Change settle(UUID dead) {
    Change discard = new Change();
    holders.forEach(
        (queue, claims) ->
            claims.forEach(
                (position, holder) -> {
                  if (holder.equals(dead)) {
                    discard.drop(queue.item(position));
                  }
                }));
    holders.values().forEach(claims -> claims.values().removeIf(dead::equals));
    holders.values().removeIf(Map::isEmpty);
    return discard;
  }
}
