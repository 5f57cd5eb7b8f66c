package org.muleignite.queue.rules;

import java.util.Arrays;

/**
 * A sorted set of positions for deep queues: eight bytes a position, constant time at both ends. A
 * position in the middle costs a move of the shorter side, so a rolled back item near the head and
 * a late commit near the tail stay cheap. Not thread-safe.
 */
final class SortedPositions {

  private static final int INITIAL = 16;

  private long[] ring = new long[INITIAL];
  private int first;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The lowest position; only when not empty. */
  long head() {
    return ring[first];
  }

  long removeHead() {
    long head = ring[first];
    first = slot(1);
    size--;
    return head;
  }

  /** Adds a position; no effect when it is there. */
  void add(long position) {
    int at = rank(position);
    if (at < size && get(at) == position) {
      return;
    }
    if (size == ring.length) {
      grow();
    }
    if (at < size - at) {
      first = slot(-1);
      for (int i = 0; i < at; i++) {
        set(i, get(i + 1));
      }
    } else {
      for (int i = size; i > at; i--) {
        set(i, get(i - 1));
      }
    }
    set(at, position);
    size++;
  }

  /**
   * @return false when it was not there
   */
  boolean remove(long position) {
    int at = rank(position);
    if (at == size || get(at) != position) {
      return false;
    }
    if (at < size - at) {
      for (int i = at; i > 0; i--) {
        set(i, get(i - 1));
      }
      first = slot(1);
    } else {
      for (int i = at; i < size - 1; i++) {
        set(i, get(i + 1));
      }
    }
    size--;
    return true;
  }

  boolean contains(long position) {
    int at = rank(position);
    return at < size && get(at) == position;
  }

  /** The lowest positions, at most so many. */
  long[] lowest(int count) {
    long[] lowest = new long[Math.min(count, size)];
    for (int i = 0; i < lowest.length; i++) {
      lowest[i] = get(i);
    }
    return lowest;
  }

  /** Takes all positions out, lowest first. */
  long[] drain() {
    long[] all = lowest(size);
    ring = new long[INITIAL];
    first = 0;
    size = 0;
    return all;
  }

  /** How many positions are lower; most calls are answered by a look at the two ends. */
  private int rank(long position) {
    if (size == 0 || position > get(size - 1)) {
      return size;
    }
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (get(middle) < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void grow() {
    long[] larger = Arrays.copyOfRange(ring, first, first + ring.length * 2);
    System.arraycopy(ring, 0, larger, ring.length - first, first);
    ring = larger;
    first = 0;
  }

  private int slot(int offset) {
    return (first + offset) & (ring.length - 1);
  }

  private long get(int rank) {
    return ring[slot(rank)];
  }

  private void set(int rank, long position) {
    ring[slot(rank)] = position;
  }
}
