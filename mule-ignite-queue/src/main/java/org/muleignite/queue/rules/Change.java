package org.muleignite.queue.rules;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of entries to remove and to put: records all or none, items each by itself. Not
 * thread-safe; blocks nobody until it is given to an {@link ItemStore}.
 */
public final class Change {

  /** What to do with one entry. */
  public enum Kind {
    /** Remove it; fails if it is not there. */
    REMOVE,
    /** Remove it if it is there. */
    DROP,
    /** Put it; fails if it is there already. */
    PUT_NEW,
    /** Put it, whether it is there already or not. */
    PUT,
    /** Fails if it is not there with exactly this value. */
    SAME,
    /** Make every copy of it equal to the primary one, whether it is there or not. */
    ALIGN,
    /** Add {@link Receipts} to the header of a queue, if it is there. */
    RECORD
  }

  /** One entry and what to do with it. Immutable. */
  public static final class Step {

    private final Kind kind;
    private final EntryKey key;
    private final byte[] value;
    private final int removed;

    private Step(Kind kind, EntryKey key, byte[] value, int removed) {
      this.kind = kind;
      this.key = key;
      this.value = value;
      this.removed = removed;
    }

    public Kind kind() {
      return kind;
    }

    public EntryKey key() {
      return key;
    }

    /** How many bytes it puts, or removes or writes again as far as that is known. */
    public int bytes() {
      return value == null ? removed : value.length;
    }

    /** Whether it may turn out to be impossible. */
    boolean isConditional() {
      return kind == Kind.REMOVE || kind == Kind.PUT_NEW || kind == Kind.SAME;
    }

    /** Whether it is possible while that is there, or null. */
    boolean isPossible(byte[] present) {
      switch (kind) {
        case REMOVE:
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
      boolean item = kind == Kind.PUT || kind == Kind.PUT_NEW;
      boolean written = item && key.area().isDurable();
      return written ? Math.max(0, value.length - SetAside.overhead(key)) : 0;
    }

    /**
     * The same for a repetition: it may have been done before. A queue's header may be somebody
     * else's by now, so that its put stays conditional.
     */
    Step again() {
      return kind == Kind.REMOVE ? new Step(Kind.DROP, key, null, removed) : this;
    }

    /** Two records of one header as one. */
    Step mergedWith(Step other) {
      Receipts receipts = Receipts.decode(ByteBuffer.wrap(value));
      receipts.merge(Receipts.decode(ByteBuffer.wrap(other.value)));
      return new Step(kind, key, receipts.encode(), 0);
    }

    /** The bytes to put, to record or to compare with; null for every other kind. */
    public byte[] value() {
      return value;
    }
  }

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

  public Change put(EntryKey key, byte[] value) {
    return add(Kind.PUT, key, value);
  }

  Change same(EntryKey key, byte[] value) {
    return add(Kind.SAME, key, value);
  }

  Change align(EntryKey key) {
    return add(Kind.ALIGN, key, null);
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

  /** Whether it concerns records; it never concerns both records and items. */
  boolean isOfRecords() {
    return steps.stream().anyMatch(step -> step.key().area().isOfRecords());
  }

  /** Its items as one change for each queue. */
  List<Change> byQueue() {
    Map<String, Change> queues = new LinkedHashMap<>();
    for (Step step : steps) {
      String queue = step.key().area() + step.key().affinity();
      queues.computeIfAbsent(queue, q -> new Change()).steps.add(step);
    }
    return new ArrayList<>(queues.values());
  }

  /**
   * Its steps as changes of so many bytes at most, in the same order; at least one step each.
   *
   * @param lengths of what is there, in bytes; nothing for what is not
   */
  List<Change> inParts(int mostBytes, Map<EntryKey, Integer> lengths) {
    List<Change> parts = new ArrayList<>();
    Change part = new Change();
    long bytes = 0;
    for (Step step : steps()) {
      Step sized =
          new Step(step.kind, step.key, step.value, lengths.getOrDefault(step.key, step.removed));
      if (!part.isEmpty() && bytes + sized.bytes() > mostBytes) {
        parts.add(part);
        part = new Change();
        bytes = 0;
      }
      part.steps.add(sized);
      bytes += sized.bytes();
    }
    parts.add(part);
    return parts;
  }

  /** The same for a repetition: each step may have been done before. */
  Change again() {
    Change again = new Change();
    steps.forEach(step -> again.steps.add(step.again()));
    return again;
  }

  public boolean isEmpty() {
    return steps.isEmpty();
  }

  private Change add(Kind kind, EntryKey key, byte[] value) {
    steps.add(new Step(kind, key, value, 0));
    return this;
  }
}
