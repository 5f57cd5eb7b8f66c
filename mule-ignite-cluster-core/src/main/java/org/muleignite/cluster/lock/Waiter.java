package org.muleignite.cluster.lock;

import java.util.concurrent.locks.LockSupport;

/**
 * One thread that waits for an id on this node. Settled once, by any thread; only the waiting
 * thread awaits.
 */
final class Waiter {

  /** How a wait ended. */
  enum Outcome {
    GRANTED,
    /** Somebody else holds it, and this waiter did not want to wait for that. */
    REFUSED,
    FAILED
  }

  final Thread thread;

  /** Whether it waits while others hold the id. */
  final boolean patient;

  private volatile Outcome outcome;
  private RuntimeException failure;

  Waiter(Thread thread, boolean patient) {
    this.thread = thread;
    this.patient = patient;
  }

  void grant() {
    settle(Outcome.GRANTED);
  }

  void refuse() {
    settle(Outcome.REFUSED);
  }

  void fail(RuntimeException cause) {
    failure = cause;
    settle(Outcome.FAILED);
  }

  /** Null while the wait is on. */
  Outcome outcome() {
    return outcome;
  }

  /** Of {@link Outcome#FAILED}. */
  RuntimeException failure() {
    return failure;
  }

  /**
   * Blocks until settled or until the deadline.
   *
   * @throws InterruptedException when the thread was interrupted and the patience allows it
   */
  void await(Patience patience) throws InterruptedException {
    boolean interrupted = false;
    try {
      while (outcome == null && !patience.isOver()) {
        patience.park(this);
        if (Thread.interrupted()) {
          if (patience.interruptible()) {
            throw new InterruptedException();
          }
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        thread.interrupt();
      }
    }
  }

  private void settle(Outcome result) {
    outcome = result;
    LockSupport.unpark(thread);
  }
}
