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
 * its entry since. An attempt that nobody has seen may be abandoned; whoever sees its entry
 * afterwards must not count on it.
 *
 * <p>Thread-safe, never blocks.
 */
final class OwnStores {

  /** The present attempt of each, by the stamp of its first one. */
  private final Map<Stamp, Attempt> underWay = new ConcurrentHashMap<>();

  private final Set<Stamp> abandoned = ConcurrentHashMap.newKeySet();
  private final long rememberMillis;

  /**
   * @param rememberMillis how long after its stamp was made anybody may ask about an entry
   */
  OwnStores(long rememberMillis) {
    this.rememberMillis = rememberMillis;
  }

  /**
   * @param stamp of the first attempt
   */
  void begin(Stamp stamp) {
    underWay.put(stamp, new Attempt(stamp, false));
  }

  /** The store of this attempt has its answer. */
  void end(Stamp stamp) {
    underWay.remove(stamp.first());
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

  /** The stamps of their first attempts. */
  Set<Stamp> underWay() {
    return underWay.isEmpty() ? Collections.emptySet() : new HashSet<>(underWay.keySet());
  }

  /** Whether the store has had its answer, for this attempt. */
  boolean isDone(Stamp stamp) {
    return !underWay.containsKey(stamp.first()) && !abandoned.contains(stamp);
  }

  /** Somebody has seen the entry; false: it is abandoned and must not be counted on. */
  synchronized boolean see(Stamp stamp) {
    if (abandoned.contains(stamp)) {
      return false;
    }
    underWay.computeIfPresent(
        stamp.first(),
        (first, present) -> present.stamp.equals(stamp) ? new Attempt(stamp, true) : present);
    return true;
  }

  /** Gives the attempt up for the next one, unless somebody has seen it; whether it did. */
  synchronized boolean abandon(Stamp stamp) {
    Attempt present = underWay.get(stamp.first());
    if (present != null && present.seen) {
      return false;
    }
    forgetBefore(stamp);
    abandoned.add(stamp);
    underWay.put(stamp.first(), new Attempt(stamp.again(), false));
    return true;
  }

  private static final class Attempt {

    private final Stamp stamp;
    private final boolean seen;

    Attempt(Stamp stamp, boolean seen) {
      this.stamp = stamp;
      this.seen = seen;
    }
  }
}
