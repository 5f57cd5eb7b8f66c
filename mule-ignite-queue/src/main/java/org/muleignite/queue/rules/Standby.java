package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Producers outside of transactions that stand by for a consumer instead of having their items
 * stored at once, while consumers outside of transactions come and go. They do so for about as long
 * as it takes to store an item: so a burst is stored nearly as fast as without, but consumers catch
 * up, and then take most items straight from their producers. Not thread-safe, guarded by its
 * queue.
 */
final class Standby {

  /** Consumers that keep up come back within a fraction of it. */
  private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** What is put into a larger backlog is not for the next consumer anyway. */
  private static final int SMALL_BACKLOG = 128;

  /** A consumer that is worth waiting for comes back in the time that so many puts take. */
  private static final int PUTS = 4;

  private static final long MIN_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long MAX_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int MAX_PASS = 255;

  /** Each new one counts for so much less than what was seen before. */
  private static final int SMOOTHING = 8;

  private final WaitingLine producers = new WaitingLine();

  /** The positions of puts that are on their way, and since when. */
  private final Map<Long, Long> filling = new HashMap<>();

  private final LongSupplier nanoClock;
  private long lastConsumer;
  private long putNanos;

  /** How many puts alone do not stand by after the last one has done so in vain. */
  private int toPass;

  private int pass;

  /** When the first one came who stands by. */
  private long since;

  private boolean watched;
  private long watchedSince;

  /**
   * @param nanoClock in nanoseconds from any start
   */
  Standby(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.lastConsumer = nanoClock.getAsLong() - MAX_WAIT_NANOS;
  }

  void consumerCame() {
    lastConsumer = nanoClock.getAsLong();
  }

  /**
   * Whether a put that comes now has somebody to wait for.
   *
   * @param backlog how many items are there to be taken before its own
   */
  boolean isUseful(int backlog) {
    long since = nanoClock.getAsLong() - lastConsumer;
    if (!filling.isEmpty()) {
      return since < RECENT_NANOS;
    }
    boolean expected =
        backlog <= SMALL_BACKLOG && since < Math.min(PUTS * putNanos, MAX_WAIT_NANOS);
    if (!expected || pass == 0) {
      return expected;
    }
    pass--;
    return false;
  }

  /** The producer waits until one of the other methods names it, however short its timeout. */
  void join(Waiter producer) {
    if (producers.isEmpty()) {
      since = nanoClock.getAsLong();
    }
    producers.park(producer);
  }

  /**
   * Sees to it that somebody looks after those who stand by: puts that are on their way may never
   * end.
   *
   * @param look called a little later, if anybody stands by
   */
  void watch(ScheduledExecutorService timer, Runnable look) {
    if (!watched && !producers.isEmpty()) {
      watched = true;
      watchedSince = nanoClock.getAsLong();
      long wait = Math.max(MIN_WAIT_NANOS, Math.min(PUTS * putNanos, MAX_WAIT_NANOS));
      timer.schedule(look, wait, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * What to do when {@link #watch} has come to its end.
   *
   * @return who has stood by for too long
   */
  List<Waiter> overdue() {
    watched = false;
    boolean inVain = !producers.isEmpty() && lastConsumer - watchedSince < 0;
    // Whoever puts and takes in turns would otherwise wait for itself each time.
    toPass = inVain ? Math.min(MAX_PASS, 2 * toPass + 1) : 0;
    pass = toPass;
    return nanoClock.getAsLong() - since < MAX_WAIT_NANOS
        ? Collections.emptyList()
        : producers.removeAll();
  }

  /** A put at that position is on its way; what becomes of it will be told. */
  void filling(long position) {
    filling.put(position, nanoClock.getAsLong());
  }

  /**
   * @return whether the last put that was on its way has ended now
   */
  boolean isEnd(Settlement settlement) {
    boolean ended = false;
    for (long[] positions : new long[][] {settlement.published, settlement.released.reservations}) {
      for (long position : positions) {
        Long start = filling.remove(position);
        if (start != null) {
          ended = true;
          putNanos += (nanoClock.getAsLong() - start - putNanos) / SMOOTHING;
        }
      }
    }
    return ended && filling.isEmpty();
  }

  /**
   * @return who stands by no longer, in the order in which they came; nobody while puts are on
   *     their way
   */
  List<Waiter> release() {
    List<Waiter> released = new ArrayList<>();
    int count = filling.isEmpty() ? (producers.size() + 1) / 2 : 0;
    while (released.size() < count) {
      released.add(producers.removeFirst());
    }
    return released;
  }

  WaitingLine producers() {
    return producers;
  }
}
