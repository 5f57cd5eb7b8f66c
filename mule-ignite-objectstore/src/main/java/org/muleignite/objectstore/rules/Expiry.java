package org.muleignite.objectstore.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which entries Mule wants gone: those that are older than the time to live, and the oldest above
 * the bound. Zero or less means no limit, for both. Immutable.
 *
 * <p>An entry whose age cannot be read is counted but never chosen: it is kept for whoever can read
 * it.
 */
final class Expiry {

  private final long ttlMillis;
  private final int maxEntries;

  Expiry(long ttlMillis, int maxEntries) {
    this.ttlMillis = ttlMillis;
    this.maxEntries = maxEntries;
  }

  boolean isUnlimited() {
    return ttlMillis <= 0 && maxEntries <= 0;
  }

  /** Those of all entries of a partition that have to go, oldest first. */
  List<Mark> choose(List<Mark> all, long nowMillis) {
    List<Mark> dated = new ArrayList<>(all.size());
    for (Mark mark : all) {
      if (mark.stamp().isPresent()) {
        dated.add(mark);
      }
    }
    dated.sort(Comparator.comparing(mark -> mark.stamp().get()));
    int excess = maxEntries > 0 ? Math.max(0, all.size() - maxEntries) : 0;
    int chosen = Math.min(excess, dated.size());
    while (chosen < dated.size() && isTooOld(dated.get(chosen), nowMillis)) {
      chosen++;
    }
    return dated.subList(0, chosen);
  }

  private boolean isTooOld(Mark mark, long nowMillis) {
    return ttlMillis > 0 && nowMillis - mark.stamp().get().createdMillis() >= ttlMillis;
  }
}
