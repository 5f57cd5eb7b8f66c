package org.muleignite.queue.rules;

/** A queue and the number of items it may hold, as the asking node knows it. Immutable. */
public final class QueueSpec {

  private final QueueRef ref;
  private final int capacity;

  /**
   * @param capacity in items; 0 or less: no limit
   */
  public QueueSpec(QueueRef ref, int capacity) {
    this.ref = ref;
    this.capacity = capacity;
  }

  public QueueRef ref() {
    return ref;
  }

  public int capacity() {
    return capacity;
  }

  public boolean isBounded() {
    return capacity > 0;
  }
}
