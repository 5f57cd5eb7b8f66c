package org.muleignite.cluster.lock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A cluster-wide lock of one id. Keeps no state of its own: any number of these objects for one id
 * are the same lock. See {@link ClusterLocks#lock} for what it guarantees.
 */
final class IgniteLock implements FencedLock {

  private final String id;
  private final NodeLocks locks;

  IgniteLock(String id, NodeLocks locks) {
    this.id = id;
    this.locks = locks;
  }

  @Override
  public void lock() {
    try {
      locks.acquire(id, Patience.unlimited());
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible wait was interrupted", e);
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    refuseInterrupted();
    locks.acquire(id, Patience.untilInterrupted());
  }

  @Override
  public boolean tryLock() {
    try {
      return locks.acquire(id, Patience.none());
    } catch (InterruptedException e) {
      throw new AssertionError("an uninterruptible try was interrupted", e);
    }
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    refuseInterrupted();
    return locks.acquire(id, Patience.upTo(unit.toNanos(time)));
  }

  @Override
  public void unlock() {
    locks.release(id);
  }

  /**
   * Not supported, as with Mule's own locks.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("Cluster-wide locks have no conditions.");
  }

  @Override
  public long fencingNumber() {
    return locks.fencingNumber(id);
  }

  @Override
  public String toString() {
    return "IgniteLock '" + id + "'";
  }

  private static void refuseInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
