package org.muleignite.cluster.lock;

/** A thread that still believes to hold a lock which was taken from it. Guarded by its lock. */
final class LostHold {

  final Thread thread;
  final String reason;
  private int holds;

  LostHold(Thread thread, int holds, String reason) {
    this.thread = thread;
    this.holds = holds;
    this.reason = reason;
  }

  /** Takes one unlock; returns whether it was the last one. */
  boolean unlock() {
    return --holds == 0;
  }
}
