package org.muleignite.cluster.lock;

import java.time.Instant;
import java.util.UUID;

/** One line of the list of locks for operators: who holds an id and who waits. Immutable. */
public final class HeldLock {

  private final String id;
  private final UUID node;
  private final String thread;
  private final long sinceMillis;
  private final long fencingNumber;
  private final int waiters;

  /** Package-private: the parts come from {@link NodeLock} or from the wire. */
  HeldLock(String id, UUID node, Holding holding, int waiters) {
    this.id = id;
    this.node = node;
    this.thread = holding.thread;
    this.sinceMillis = holding.sinceMillis;
    this.fencingNumber = holding.fencing;
    this.waiters = waiters;
  }

  /** The id with which the lock was asked for, the scope of the artifact included. */
  public String id() {
    return id;
  }

  /** The node of the holder. */
  public UUID node() {
    return node;
  }

  /** Name of the holding thread. */
  public String thread() {
    return thread;
  }

  /** Cluster time at which the thread was granted the lock. */
  public Instant since() {
    return Instant.ofEpochMilli(sinceMillis);
  }

  /** See {@link FencedLock#fencingNumber()}. */
  public long fencingNumber() {
    return fencingNumber;
  }

  /** How many threads wait for it, on all nodes that answered. */
  public int waiters() {
    return waiters;
  }

  @Override
  public String toString() {
    return "'"
        + id
        + "' held by thread '"
        + thread
        + "' of node "
        + node
        + " since "
        + since()
        + " (fencing number "
        + fencingNumber
        + "), waiters: "
        + waiters;
  }

  /** The holder's part of the line. */
  static final class Holding {
    final String thread;
    final long sinceMillis;
    final long fencing;

    Holding(String thread, long sinceMillis, long fencing) {
      this.thread = thread;
      this.sinceMillis = sinceMillis;
      this.fencing = fencing;
    }
  }
}
