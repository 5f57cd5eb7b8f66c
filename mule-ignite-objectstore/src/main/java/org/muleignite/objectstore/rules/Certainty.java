package org.muleignite.objectstore.rules;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;

/**
 * Which entries a node knows to be on all copies, by their stamps: those of its own stores that
 * were answered, those so old that no store of them can be under way any more, and those that it
 * was told of.
 *
 * <p>All that it knows is in memory and of the last minute; a crash takes nothing with it that is
 * still asked for. Thread-safe; never blocks, but for the store that {@link #whileStoring} runs.
 */
public final class Certainty {

  /** How much longer than a silent node is waited for. */
  private static final long REPEAT_MARGIN_MILLIS = 20_000;

  /** More than the clocks of the members are apart. */
  private static final long CLOCK_MARGIN_MILLIS = 10_000;

  /** A power of two. What falls out is only asked for once more. */
  private static final int KNOWN = 4_096;

  private final StampSource stamps;
  private final long repeatMillis;
  private final long certainMillis;
  private final OwnStores own;
  private final AtomicReferenceArray<Stamp> known = new AtomicReferenceArray<>(KNOWN);

  /**
   * @param silenceMillis after which a silent node counts as failed
   */
  public Certainty(StampSource stamps, long silenceMillis) {
    this.stamps = stamps;
    this.repeatMillis = silenceMillis + REPEAT_MARGIN_MILLIS;
    this.certainMillis = repeatMillis + silenceMillis + CLOCK_MARGIN_MILLIS;
    this.own = new OwnStores(certainMillis);
  }

  /**
   * Runs a store of this node: its entry is not certain before it is answered, at whichever
   * attempt, and never becomes so by an answer when it fails.
   *
   * @param stamp of the first attempt
   */
  public boolean whileStoring(Stamp stamp, BooleanSupplier store) {
    own.begin(stamp);
    try {
      boolean stored = store.getAsBoolean();
      own.end(stamp);
      return stored;
    } catch (RuntimeException unknown) {
      own.fail(stamp);
      throw unknown;
    }
  }

  /** Whether a store may be tried again; too late, nobody would ask about its entry any more. */
  public boolean isRepeatable(Stamp stamp) {
    return stamps.now() - stamp.createdMillis() < repeatMillis;
  }

  /** The stores of this node that have begun and not ended, by the stamps of their first tries. */
  public Set<Stamp> underWay() {
    return own.underWay();
  }

  /**
   * Whether an entry was there, certainly, when a change of this node began: it may not be that of
   * a store that was tried again since.
   *
   * @param begin a stamp of this node, made when the change began
   * @param underWay the stores of this node that were under way then
   */
  public boolean wasThere(byte[] header, Stamp begin, Set<Stamp> underWay) {
    return Entry.stamp(header)
        .map(Stamp::first)
        .filter(stamp -> stamp.isBefore(begin, certainMillis) && !underWay.contains(stamp))
        .isPresent();
  }

  /** Whether all copies have the entry for good; one whose stamp is unreadable is an old one. */
  public boolean isCertain(byte[] header) {
    return Entry.stamp(header).map(this::isCertain).orElse(true);
  }

  private boolean isCertain(Stamp stamp) {
    return stamps.isOwn(stamp) && own.isDone(stamp)
        || stamps.now() - stamp.createdMillis() > certainMillis
        || stamp.equals(known.get(slot(stamp)));
  }

  /** All copies have the entry, and who stores it knows that somebody was told of it. */
  void remember(Stamp stamp) {
    known.set(slot(stamp), stamp);
  }

  private static int slot(Stamp stamp) {
    int hash = stamp.hashCode();
    return (hash ^ hash >>> 16) & KNOWN - 1;
  }

  OwnStores own() {
    return own;
  }
}
