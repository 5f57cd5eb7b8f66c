package org.muleignite.queue.rules;

import java.util.UUID;

/** What one queue holds at the moment, as its owner counts it. Immutable. */
public final class QueueDepth {

  private final QueueRef queue;
  private final UUID owner;
  private final int items;
  private final int taken;
  private final int consumers;

  /**
   * @param items those that may be taken
   * @param taken those that a consumer or transaction has taken and not yet removed
   * @param consumers that wait for an item
   */
  QueueDepth(QueueRef queue, UUID owner, int items, int taken, int consumers) {
    this.queue = queue;
    this.owner = owner;
    this.items = items;
    this.taken = taken;
    this.consumers = consumers;
  }

  /** The application or domain and the name of the queue, such as {@code app/orders/invoices}. */
  public String queue() {
    return queue.id();
  }

  public boolean isPersistent() {
    return queue.isPersistent();
  }

  /** The node that hands its items out. */
  public UUID owner() {
    return owner;
  }

  /** How many items may be taken. */
  public int items() {
    return items;
  }

  /** How many items somebody has taken and may still give back. */
  public int taken() {
    return taken;
  }

  /** How many consumers wait for an item. */
  public int consumers() {
    return consumers;
  }

  QueueRef ref() {
    return queue;
  }

  @Override
  public String toString() {
    return String.format(
        "%s: items %d, taken %d, waiting consumers %d, owner %s",
        queue, items, taken, consumers, owner);
  }
}
