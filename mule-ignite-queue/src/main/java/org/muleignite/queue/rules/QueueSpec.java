package org.muleignite.queue.rules;

/** A queue and the number of items it may hold, as the asking node knows it. Immutable. */
public final class QueueSpec {

  private final QueueRef ref;
  private final int capacity;
  private final boolean maker;

  /**
   * @param capacity in items; 0 or less: no limit
   */
  public QueueSpec(QueueRef ref, int capacity) {
    this(ref, capacity, false);
  }

  QueueSpec(QueueRef ref, int capacity, boolean maker) {
    this.ref = ref;
    this.capacity = capacity;
    this.maker = maker;
  }

  /**
   * A queue that was configured on the asking node.
   *
   * @param capacity in items; 0 or less: no limit
   */
  public static QueueSpec configured(QueueRef ref, int capacity) {
    return new QueueSpec(ref, capacity, ref.isTemporary());
  }

  /** Whether the asking node made the queue for itself, and it is to go with that node. */
  boolean isMaker() {
    return maker;
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
