package org.muleignite.objectstore.rules;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The stores of this node that are not answered yet, and whether anybody has seen what they store:
 * when the primary of the entry dies, a store that was seen is done, even if another has removed
 * its entry since. One that nobody has seen may be abandoned and tried again with another stamp;
 * whoever sees the abandoned entry afterwards has to look again.
 *
 * <p>Thread-safe, never blocks.
 */
final class OwnStores {

  private enum State {
    UNSEEN,
    SEEN
  }

  private final Map<Stamp, State> underWay = new ConcurrentHashMap<>();
  private final Set<Stamp> abandoned = ConcurrentHashMap.newKeySet();
  private final long rememberMillis;

  /**
   * @param rememberMillis how long after its stamp was made anybody may ask about an entry
   */
  OwnStores(long rememberMillis) {
    this.rememberMillis = rememberMillis;
  }

  void begin(Stamp stamp) {
    underWay.put(stamp, State.UNSEEN);
  }

  /** The store has its answer. */
  void end(Stamp stamp) {
    underWay.remove(stamp);
  }

  /** The store never gets an answer and is not tried again; its entry may turn up. */
  void fail(Stamp stamp) {
    forgetBefore(stamp);
  }

  private void forgetBefore(Stamp stamp) {
    Predicate<Stamp> isOld = old -> old.createdMillis() + rememberMillis < stamp.createdMillis();
    underWay.keySet().removeIf(isOld);
    abandoned.removeIf(isOld);
  }

  Set<Stamp> underWay() {
    return underWay.isEmpty() ? Collections.emptySet() : new HashSet<>(underWay.keySet());
  }

  /** Whether the store has had its answer. */
  boolean isDone(Stamp stamp) {
    return !underWay.containsKey(stamp) && !abandoned.contains(stamp);
  }

  /** Whether somebody has seen the entry of a store that is under way. */
  boolean isSeen(Stamp stamp) {
    return underWay.get(stamp) == State.SEEN;
  }

  /** Somebody has seen the entry; false: it is abandoned and must not be counted on. */
  synchronized boolean see(Stamp stamp) {
    if (abandoned.contains(stamp)) {
      return false;
    }
    underWay.replace(stamp, State.SEEN);
    return true;
  }

  /** Gives the entry up, unless somebody has seen it; whether it did. */
  synchronized boolean abandon(Stamp stamp) {
    if (underWay.get(stamp) == State.SEEN) {
      return false;
    }
    forgetBefore(stamp);
    // In this order: it must not look done in between.
    abandoned.add(stamp);
    underWay.remove(stamp);
    return true;
  }
}
