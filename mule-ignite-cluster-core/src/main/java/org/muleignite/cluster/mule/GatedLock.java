package org.muleignite.cluster.mule;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A lock whose use by polling sources a {@link PollGate} watches; otherwise the lock it wraps. */
final class GatedLock implements Lock {

  private final String id;
  private final Lock lock;
  private final PollGate gate;

  GatedLock(String id, Lock lock, PollGate gate) {
    this.id = id;
    this.lock = lock;
    this.gate = gate;
  }

  @Override
  public void lock() {
    lock.lock();
    gate.locked(id);
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    lock.lockInterruptibly();
  }

  @Override
  public boolean tryLock() {
    return gate.admits(id) && lock.tryLock();
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return lock.tryLock(time, unit);
  }

  @Override
  public void unlock() {
    gate.unlocking(id);
    lock.unlock();
  }

  @Override
  public Condition newCondition() {
    return lock.newCondition();
  }
}
