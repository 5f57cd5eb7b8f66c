package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Producers outside of transactions that stand by for a consumer instead of having their items
 * stored at once. They do so only while another such put is on its way and consumers outside of
 * transactions come and go, half of them until that put has ended: so a burst is stored nearly as
 * fast as without, but consumers catch up, and then take most items straight from their producers.
 * Not thread-safe, guarded by its queue.
 */
final class Standby {

  /** Consumers that keep up come back within a fraction of it. */
  private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final WaitingLine producers = new WaitingLine();

  /** The positions of puts that are on their way. */
  private final Set<Long> filling = new HashSet<>();

  private final LongSupplier nanoClock;
  private long lastConsumer;

  /**
   * @param nanoClock in nanoseconds from any start
   */
  Standby(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.lastConsumer = nanoClock.getAsLong() - RECENT_NANOS;
  }

  void consumerCame() {
    lastConsumer = nanoClock.getAsLong();
  }

  /** Whether a put that comes now has somebody to wait for, and something that ends its wait. */
  boolean isUseful() {
    return !filling.isEmpty() && nanoClock.getAsLong() - lastConsumer < RECENT_NANOS;
  }

  /** The producer waits until one of the other methods names it, however short its timeout. */
  void join(Waiter producer) {
    producers.park(producer);
  }

  /** A put at that position is on its way; what becomes of it will be told. */
  void filling(long position) {
    filling.add(position);
  }

  /**
   * @return who stands by no longer, in the order in which they came
   */
  List<Waiter> settled(Settlement settlement) {
    boolean ended = false;
    for (long[] positions : new long[][] {settlement.published, settlement.released.reservations}) {
      for (long position : positions) {
        ended |= filling.remove(position);
      }
    }
    List<Waiter> released = new ArrayList<>();
    if (ended && filling.isEmpty()) {
      for (int left = (producers.size() + 1) / 2; left > 0; left--) {
        released.add(producers.removeFirst());
      }
    }
    return released;
  }

  WaitingLine producers() {
    return producers;
  }
}
