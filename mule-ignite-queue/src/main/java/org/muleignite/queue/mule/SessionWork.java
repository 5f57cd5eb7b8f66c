package org.muleignite.queue.mule;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.muleignite.queue.rules.UnitOfWork;

/**
 * A transaction as sessions share it: any number of operations at a time, and its end only when
 * none is under way. Thread-safe; the end waits for a blocked poll, as in Mule's own manager.
 */
final class SessionWork {

  /** An operation inside the transaction. */
  interface Operation<T> {
    T on(UnitOfWork work) throws InterruptedException;
  }

  /** The end of the transaction. */
  interface End<T> {
    T of(UnitOfWork work);
  }

  private final UnitOfWork work;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean over;

  SessionWork(UnitOfWork work) {
    this.work = work;
  }

  <T> T during(Operation<T> operation) throws InterruptedException {
    lock.readLock().lockInterruptibly();
    try {
      if (over) {
        throw new IllegalStateException(
            "The transaction has ended already, perhaps by its timeout.");
      }
      return operation.on(work);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** No operation is possible afterwards, whether the end succeeded or not. */
  <T> T end(End<T> end) {
    lock.writeLock().lock();
    try {
      over = true;
      return end.of(work);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** From now on no operation begins; one that is under way goes on. */
  void refuse() {
    over = true;
  }

  /**
   * As {@link #end}, but without waiting.
   *
   * @return false when an operation is under way: then nothing happened
   */
  boolean tryEnd(End<?> end) {
    if (!lock.writeLock().tryLock()) {
      return false;
    }
    try {
      over = true;
      end.of(work);
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
