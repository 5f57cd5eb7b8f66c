package org.muleignite.queue.rules;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A set of entries to remove and to put, all or none. Not thread-safe; blocks nobody until it is
 * given to {@link ItemStore#apply}.
 */
public final class Change {

  /** What to do with one entry. */
  public enum Kind {
    /** Remove it; the whole change fails if it is not there. */
    REMOVE,
    /** Remove it if it is there. */
    DROP,
    /** Put it; the whole change fails if it is there already. */
    PUT_NEW,
    /** Put it, whether it is there already or not. */
    PUT,
    /** The whole change fails if it is not there. */
    PRESENT,
    /** The whole change fails if it is not there with exactly this value. */
    SAME,
    /** Add {@link Receipts} to the header of a queue, if it is there. */
    RECORD
  }

  /** One entry and what to do with it. Immutable. */
  public static final class Step {

    private final Kind kind;
    private final EntryKey key;
    private final byte[] value;

    private Step(Kind kind, EntryKey key, byte[] value) {
      this.kind = kind;
      this.key = key;
      this.value = value;
    }

    public Kind kind() {
      return kind;
    }

    public EntryKey key() {
      return key;
    }

    /** Whether it may turn out to be impossible. */
    boolean isConditional() {
      return kind != Kind.DROP && kind != Kind.PUT && kind != Kind.RECORD;
    }

    /** Whether it is possible while that is there, or null. */
    boolean isPossible(byte[] present) {
      switch (kind) {
        case REMOVE:
        case PRESENT:
          return present != null;
        case PUT_NEW:
          return present == null;
        case SAME:
          return Arrays.equals(present, value);
        default:
          return true;
      }
    }

    /** How many bytes of items it adds to the log of durable data. */
    int durableBytes() {
      boolean written = key.area().isDurable() && kind != Kind.SAME && value != null;
      return written ? Math.max(0, value.length - SetAside.overhead(key)) : 0;
    }

    /** Two records of one header as one. */
    Step mergedWith(Step other) {
      Receipts receipts = Receipts.decode(ByteBuffer.wrap(value));
      receipts.merge(Receipts.decode(ByteBuffer.wrap(other.value)));
      return new Step(kind, key, receipts.encode());
    }

    /** The bytes to put, to record or to compare with; null for every other kind. */
    public byte[] value() {
      return value;
    }
  }

  /** What {@link ItemStore#applyEach} takes. */
  private static final Set<Kind> SINGLE =
      EnumSet.of(Kind.REMOVE, Kind.DROP, Kind.PUT_NEW, Kind.RECORD);

  private final List<Step> steps = new ArrayList<>();

  public Change remove(EntryKey key) {
    return add(Kind.REMOVE, key, null);
  }

  public Change drop(EntryKey key) {
    return add(Kind.DROP, key, null);
  }

  public Change putNew(EntryKey key, byte[] value) {
    return add(Kind.PUT_NEW, key, value);
  }

  Change put(EntryKey key, byte[] value) {
    return add(Kind.PUT, key, value);
  }

  Change present(EntryKey key) {
    return add(Kind.PRESENT, key, null);
  }

  Change same(EntryKey key, byte[] value) {
    return add(Kind.SAME, key, value);
  }

  Change record(EntryKey header, Receipts receipts) {
    return add(Kind.RECORD, header, receipts.encode());
  }

  /**
   * In the order of the keys, so that two changes never wait for each other in a circle; steps of
   * the same entry in the order in which they were added.
   */
  public List<Step> steps() {
    steps.sort(Comparator.comparing(Step::key));
    return Collections.unmodifiableList(steps);
  }

  /**
   * Whether it can be merged with others: it takes or puts one entry, so all or nothing is no
   * question.
   */
  boolean isSingle() {
    int entries = 0;
    for (Step step : steps) {
      if (!SINGLE.contains(step.kind())) {
        return false;
      }
      entries += step.kind() == Kind.RECORD ? 0 : 1;
    }
    return entries == 1;
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }

  private Change add(Kind kind, EntryKey key, byte[] value) {
    steps.add(new Step(kind, key, value));
    return this;
  }
}
