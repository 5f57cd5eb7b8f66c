package org.muleignite.queue.rules;

import java.nio.ByteBuffer;

/**
 * About where an owner put items last: at the tail of the queue, and before its head. Its positions
 * start in the middle and grow towards both ends. Immutable.
 */
final class Ends {

  static final int BYTES = 3 * Long.BYTES;

  private final long start;
  private final long tail;
  private final long head;

  /** Nothing was put. */
  Ends(long start) {
    this(start, start, start);
  }

  private Ends(long start, long tail, long head) {
    this.start = start;
    this.tail = tail;
    this.head = head;
  }

  /** After something was put at that position. */
  Ends with(long position) {
    return new Ends(start, Math.max(tail, position), Math.min(head, position));
  }

  /** What the later owner did; of one owner, what is further out. */
  Ends merged(Ends other) {
    if (start != other.start) {
      return start > other.start ? this : other;
    }
    return new Ends(start, Math.max(tail, other.tail), Math.min(head, other.head));
  }

  long tail() {
    return tail;
  }

  long head() {
    return head;
  }

  void write(ByteBuffer out) {
    out.putLong(start).putLong(tail).putLong(head);
  }

  static Ends read(ByteBuffer in) {
    return new Ends(in.getLong(), in.getLong(), in.getLong());
  }
}
