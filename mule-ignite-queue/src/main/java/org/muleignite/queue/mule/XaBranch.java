package org.muleignite.queue.mule;

import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.muleignite.queue.rules.UnitOfWork;

/** A branch of a distributed transaction on this node. Guarded by {@link XaBranches}. */
final class XaBranch {

  /** Where a branch is in its life. */
  enum State {
    /** At least one session works in it, or suspended its work. */
    ACTIVE,
    /** No session works in it any more; waits for prepare or one-phase commit. */
    ENDED,
    /** A thread prepares or decides it. */
    ENDING,
    PREPARED
  }

  final BranchXid xid;
  final SessionWork work;
  State state = State.ACTIVE;
  int sessions = 1;

  /** An XA error code when the branch can only be rolled back, or 0. */
  int doomed;

  /** Rolls the branch back when its time is over; null without a timeout. */
  Future<?> timeout;

  XaBranch(BranchXid xid, SessionWork work) {
    this.xid = xid;
    this.work = work;
  }

  /** Ends the work of the branch; blocks until the cluster decided. */
  void end(Consumer<UnitOfWork> end) {
    work.end(
        unit -> {
          end.accept(unit);
          return null;
        });
  }

  /**
   * Ends the work of the branch unless an operation is under way.
   *
   * @return false when nothing happened
   */
  boolean tryEnd(Consumer<UnitOfWork> end) {
    return work.tryEnd(
        unit -> {
          end.accept(unit);
          return null;
        });
  }
}
