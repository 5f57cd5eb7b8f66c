package org.muleignite.queue.rules;

import java.util.Arrays;

/** A growing list of longs. Not thread-safe. */
final class LongList {

  private long[] values = new long[4];
  private int size;

  LongList add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
    return this;
  }

  int size() {
    return size;
  }

  long[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
