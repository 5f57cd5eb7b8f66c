package org.muleignite.tests.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What Mule expects of its locks, put to any of them: Mule's own (the reference) and the clustered
 * ones. A lock is taken through a view, one for each node; of one id all are one lock.
 */
public abstract class LockContract {

  private static final int THREADS_PER_VIEW = 4;
  private static final int ROUNDS = 200;

  /** More turns of others than this, between asking for a lock and having it, is starving. */
  private static final int MOST_TURNS = 50;

  /** A turn lasts longer than it takes to ask, so that turns count waiting, not travelling. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final String id = "lock-" + UUID.randomUUID();

  /** Deliberately neither volatile nor atomic: only the lock protects it. */
  private int unprotected;

  /** Gives the lock of an id, as each node sees it; at least one. */
  protected abstract List<Function<String, Lock>> views();

  private Lock first() {
    return views().get(0).apply(id);
  }

  private Lock last() {
    return views().get(views().size() - 1).apply(id);
  }

  @Test
  void isReentrantAndFreeOnlyAfterTheLastUnlock() throws Exception {
    Lock lock = first();
    lock.lock();
    lock.lock();
    assertTrue(lock.tryLock());
    assertTrue(lock.tryLock(1, TimeUnit.SECONDS));
    for (int held = 4; held > 0; held--) {
      assertFalse(triedElsewhere(last()), "held " + held + " times");
      lock.unlock();
    }
    assertTrue(triedElsewhere(last()));
  }

  @Test
  void threadsOfAllNodesExcludeEachOther() throws Exception {
    List<LockThread<Boolean>> threads = new ArrayList<>();
    for (Function<String, Lock> view : views()) {
      for (int t = 0; t < THREADS_PER_VIEW; t++) {
        threads.add(LockThread.begin(() -> increment(view.apply(id))));
      }
    }
    for (LockThread<Boolean> thread : threads) {
      assertTrue(thread.result());
    }
    assertEquals(threads.size() * ROUNDS, unprotected);
  }

  private boolean increment(Lock lock) {
    for (int i = 0; i < ROUNDS; i++) {
      lock.lock();
      try {
        int read = unprotected;
        Thread.yield();
        unprotected = read + 1;
      } finally {
        lock.unlock();
      }
    }
    return true;
  }

  @Test
  void locksOfDifferentIdsAreIndependent() throws Exception {
    LockThread<Boolean> holder = LockThread.hold(first());
    assertTrue(triedElsewhere(views().get(0).apply(id + "-other")));
    holder.release();
  }

  @Test
  void onlyTheHolderMayUnlock() throws Exception {
    assertThrows(IllegalMonitorStateException.class, () -> first().unlock());
    LockThread<Boolean> holder = LockThread.hold(first());
    assertThrows(IllegalMonitorStateException.class, () -> first().unlock());
    assertThrows(IllegalMonitorStateException.class, () -> last().unlock());
    assertFalse(triedElsewhere(last()), "still held");
    holder.release();
  }

  @Test
  void anInterruptEndsAnInterruptibleWait() throws Exception {
    LockThread<Boolean> holder = LockThread.hold(first());
    LockThread<Boolean> waiter =
        LockThread.begin(
            () -> {
              last().lockInterruptibly();
              return true;
            });
    waiter.awaitWaiting().interrupt();
    assertInterrupted(waiter);
    LockThread<Boolean> timed =
        LockThread.begin(() -> last().tryLock(1, TimeUnit.HOURS)).awaitWaiting();
    timed.interrupt();
    assertInterrupted(timed);
    holder.release();
    assertTrue(triedElsewhere(last()), "an interrupted waiter does not get it");
  }

  @Test
  void anInterruptedThreadDoesNotBeginToWait() throws Exception {
    LockThread<Boolean> thread =
        LockThread.begin(
            () -> {
              Thread.currentThread().interrupt();
              last().lockInterruptibly();
              return true;
            });
    assertInterrupted(thread);
    assertTrue(triedElsewhere(first()));
  }

  @Test
  void lockWaitsThroughAnInterruptAndKeepsIt() throws Exception {
    LockThread<Boolean> holder = LockThread.hold(first());
    LockThread<Boolean> waiter =
        LockThread.begin(
            () -> {
              Lock lock = last();
              lock.lock();
              lock.unlock();
              return Thread.interrupted();
            });
    waiter.awaitWaiting().interrupt();
    holder.release();
    assertTrue(waiter.result(), "the interrupt is kept");
  }

  @Test
  void aTimedTryEndsInTimeOrWithTheLock() throws Exception {
    LockThread<Boolean> holder = LockThread.hold(first());
    long start = System.nanoTime();
    assertFalse(LockThread.begin(() -> last().tryLock(200, TimeUnit.MILLISECONDS)).result());
    long waited = System.nanoTime() - start;
    assertTrue(waited >= TimeUnit.MILLISECONDS.toNanos(200), "waited " + waited + " ns");
    assertTrue(waited < TimeUnit.SECONDS.toNanos(5), "waited " + waited + " ns");

    LockThread<Boolean> patient =
        LockThread.begin(() -> triedOnce(last(), 1, TimeUnit.HOURS)).awaitWaiting();
    holder.release();
    assertTrue(patient.result());
    assertTrue(triedElsewhere(first()), "no waiter that gave up holds it");
  }

  @Test
  void aTryDoesNotWait() throws Exception {
    LockThread<Boolean> holder = LockThread.hold(last());
    assertFalse(triedElsewhere(first()));
    assertFalse(LockThread.begin(() -> triedOnce(first(), 0, TimeUnit.SECONDS)).result());
    holder.release();
    assertTrue(triedElsewhere(first()));
  }

  @Test
  void aBusyNodeDoesNotStarveTheOthers() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger turns = new AtomicInteger();
    List<LockThread<Boolean>> busy = new ArrayList<>();
    for (int t = 0; t < THREADS_PER_VIEW; t++) {
      busy.add(LockThread.begin(() -> takeTurns(stop, turns)));
    }
    for (int i = 0; i < 10; i++) {
      int before = turns.get();
      Lock lock = last();
      lock.lock();
      int others = turns.get() - before;
      lock.unlock();
      assertTrue(others <= MOST_TURNS, "turns of the others meanwhile: " + others);
    }
    stop.set(true);
    for (LockThread<Boolean> each : busy) {
      assertTrue(each.result());
    }
  }

  private boolean takeTurns(AtomicBoolean stop, AtomicInteger turns) {
    Lock lock = first();
    while (!stop.get()) {
      lock.lock();
      try {
        turns.incrementAndGet();
        long end = System.nanoTime() + TURN_NANOS;
        for (long left = TURN_NANOS; left > 0; left = end - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }
    return true;
  }

  /** Whether another thread gets the lock at once; it gives it back. */
  protected static boolean triedElsewhere(Lock lock) throws Exception {
    return LockThread.begin(
            () -> {
              boolean got = lock.tryLock();
              if (got) {
                lock.unlock();
              }
              return got;
            })
        .result();
  }

  private static boolean triedOnce(Lock lock, long time, TimeUnit unit) throws Exception {
    boolean got = lock.tryLock(time, unit);
    if (got) {
      lock.unlock();
    }
    return got;
  }

  private static void assertInterrupted(LockThread<?> thread) {
    ExecutionException failure = assertThrows(ExecutionException.class, thread::result);
    assertInstanceOf(InterruptedException.class, failure.getCause());
  }
}
