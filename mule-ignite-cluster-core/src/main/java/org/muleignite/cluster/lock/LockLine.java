package org.muleignite.cluster.lock;

/** What one node knows of an id, for the list of locks. Immutable. */
final class LockLine {

  final String id;

  /** Null when no thread of the node holds it. */
  final HeldLock.Holding holding;

  final int waiting;

  LockLine(String id, HeldLock.Holding holding, int waiting) {
    this.id = id;
    this.holding = holding;
    this.waiting = waiting;
  }
}
