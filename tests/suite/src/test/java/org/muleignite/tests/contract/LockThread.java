package org.muleignite.tests.contract;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** A thread of a test; how its work ended, well or not, comes back with {@link #result()}. */
public final class LockThread<T> {

  private static final long LIMIT_SECONDS = 60;

  private final CountDownLatch holds = new CountDownLatch(1);
  private final CountDownLatch mayRelease = new CountDownLatch(1);
  private final FutureTask<T> task;
  private final Thread thread;

  private LockThread(Callable<T> work) {
    task = new FutureTask<>(work);
    thread = new Thread(task, "lock-test");
    thread.setDaemon(true);
  }

  private LockThread(Lock lock, Callable<T> whileHeld) {
    task =
        new FutureTask<>(
            () -> {
              lock.lock();
              try {
                T result = whileHeld.call();
                holds.countDown();
                mayRelease.await();
                return result;
              } finally {
                lock.unlock();
              }
            });
    thread = new Thread(task, "lock-test-holder");
    thread.setDaemon(true);
  }

  /** Begins some work. */
  public static <T> LockThread<T> begin(Callable<T> work) {
    LockThread<T> begun = new LockThread<>(work);
    begun.thread.start();
    return begun;
  }

  /**
   * Begins to take a lock, to hold it until {@link #release}; the result is what is called then.
   */
  public static <T> LockThread<T> beginToHold(Lock lock, Callable<T> whileHeld) {
    LockThread<T> begun = new LockThread<>(lock, whileHeld);
    begun.thread.start();
    return begun;
  }

  /** Returns once a thread holds the lock. */
  public static LockThread<Boolean> hold(Lock lock) throws Exception {
    return beginToHold(lock, () -> true).awaitHolding();
  }

  public LockThread<T> awaitHolding() throws Exception {
    if (!holds.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      fail("The lock was not granted within " + LIMIT_SECONDS + " s");
    }
    return this;
  }

  public boolean isHolding() {
    return holds.getCount() == 0;
  }

  /** Returns once the work waits for a lock. */
  public LockThread<T> awaitWaiting() {
    Awaitility.await("a thread waits for a lock")
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(() -> LockSupport.getBlocker(thread) != null);
    return this;
  }

  public void interrupt() {
    thread.interrupt();
  }

  /** Gives the lock back and waits for the end of the thread. */
  public T release() throws Exception {
    mayRelease.countDown();
    return result();
  }

  /** What the work came to; its failure as the cause of an ExecutionException. */
  public T result() throws Exception {
    try {
      return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return fail("A thread did not end within " + LIMIT_SECONDS + " s", e);
    }
  }
}
