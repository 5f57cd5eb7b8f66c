package org.muleignite.queue.mule;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.queue.mule.XaBranch.State;
import org.muleignite.queue.rules.UnitOfWork;

/**
 * The branches of distributed transactions on this node, over the queues of one artifact: who works
 * in them, and where they are in their life. Thread-safe; never blocks, except to roll back a
 * branch that is over.
 */
final class XaBranches {

  /** How long a branch that ran out of time is left alone while it is at work. */
  private static final long BUSY_MILLIS = 500;

  private final IgniteQueueManager manager;
  private final Map<BranchXid, XaBranch> branches = new HashMap<>();

  XaBranches(IgniteQueueManager manager) {
    this.manager = manager;
  }

  synchronized XaBranch open(Xid xid, int timeoutSeconds) throws XAException {
    BranchXid id = new BranchXid(xid);
    if (branches.containsKey(id)) {
      throw MuleErrors.xa(XAException.XAER_DUPID, "Branch " + id + " was started before.", null);
    }
    XaBranch branch;
    try {
      branch = new XaBranch(id, new SessionWork(manager.engine().begin()));
      if (timeoutSeconds > 0) {
        branch.timeout =
            manager
                .engine()
                .after(TimeUnit.SECONDS.toMillis(timeoutSeconds), () -> timeOut(branch));
      }
    } catch (ClusterException e) {
      throw MuleErrors.xa(XAException.XAER_RMFAIL, e.getMessage(), e);
    }
    branches.put(id, branch);
    return branch;
  }

  synchronized XaBranch join(Xid xid) throws XAException {
    XaBranch branch = undecided(xid);
    branch.state = State.ACTIVE;
    branch.sessions++;
    return branch;
  }

  /**
   * @param suspended what the session had suspended, or null
   */
  synchronized void checkResume(Xid xid, XaBranch suspended) throws XAException {
    XaBranch branch = undecided(xid);
    require(branch == suspended, branch, "was not suspended by this session");
  }

  /** A session works no longer in the branch. */
  synchronized void leave(XaBranch branch, int flags) throws XAException {
    if (flags == XAResource.TMFAIL) {
      doom(branch, XAException.XA_RBROLLBACK);
    } else if (flags != XAResource.TMSUCCESS) {
      throw MuleErrors.xa(XAException.XAER_INVAL, "Unknown flags " + flags + '.', null);
    }
    branch.sessions--;
    if (branch.sessions == 0 && branch.state == State.ACTIVE) {
      branch.state = State.ENDED;
    }
  }

  synchronized XAException notAssociated(Xid xid) {
    XaBranch branch = branches.get(new BranchXid(xid));
    return branch == null
        ? unknown(xid)
        : MuleErrors.xa(
            XAException.XAER_PROTO, "The session has no part in branch " + branch.xid + '.', null);
  }

  /** Nothing is kept of a decided branch, so there is nothing to forget. */
  synchronized void forget(Xid xid) throws XAException {
    XaBranch branch = known(xid);
    throw MuleErrors.xa(
        XAException.XAER_PROTO, "Branch " + branch.xid + " is not heuristically decided.", null);
  }

  private void timeOut(XaBranch branch) {
    synchronized (this) {
      if (branch.state == State.PREPARED
          || branch.state == State.ENDING
          || branches.get(branch.xid) != branch) {
        return;
      }
      branch.doomed = XAException.XA_RBTIMEOUT;
    }
    // What it took must not wait for a coordinator that may never come back.
    branch.work.refuse();
    if (!branch.tryEnd(UnitOfWork::rollback)) {
      // A take may block for ever, but must not block the thread of all timeouts with it.
      synchronized (this) {
        branch.timeout = manager.engine().after(BUSY_MILLIS, () -> timeOut(branch));
      }
    }
  }

  private static void doom(XaBranch branch, int code) {
    if (branch.doomed == 0) {
      branch.doomed = code;
    }
  }

  /** From here on this thread alone ends the branch. */
  XaBranch takeEnded(Xid xid) throws XAException {
    XaBranch branch;
    synchronized (this) {
      branch = known(xid);
      require(branch.state == State.ENDED, branch, "is " + branch.state);
      branch.state = State.ENDING;
    }
    if (branch.doomed != 0) {
      forget(branch);
      branch.end(UnitOfWork::rollback);
      throw MuleErrors.xa(
          branch.doomed, "Branch " + branch.xid + " could only be rolled back.", null);
    }
    return branch;
  }

  /**
   * For a rollback.
   *
   * @return null when the branch is prepared or not known here
   */
  synchronized XaBranch takeUnprepared(Xid xid) throws XAException {
    XaBranch branch = branches.get(new BranchXid(xid));
    if (branch == null || branch.state == State.PREPARED) {
      return null;
    }
    require(branch.state != State.ENDING, branch, "is being ended");
    forget(branch);
    return branch;
  }

  synchronized XaBranch takePrepared(Xid xid) throws XAException {
    XaBranch branch = branches.get(new BranchXid(xid));
    if (branch != null) {
      require(branch.state == State.PREPARED, branch, "is " + branch.state);
      branch.state = State.ENDING;
    }
    return branch;
  }

  synchronized void settle(XaBranch branch, State state) {
    branch.state = state;
  }

  synchronized void forget(XaBranch branch) {
    branches.remove(branch.xid);
    if (branch.timeout != null) {
      branch.timeout.cancel(false);
    }
  }

  synchronized boolean isHere(Xid xid) {
    return branches.containsKey(new BranchXid(xid));
  }

  private XaBranch known(Xid xid) throws XAException {
    XaBranch branch = branches.get(new BranchXid(xid));
    if (branch == null) {
      throw unknown(xid);
    }
    return branch;
  }

  private XaBranch undecided(Xid xid) throws XAException {
    XaBranch branch = known(xid);
    if (branch.doomed != 0) {
      throw MuleErrors.xa(
          branch.doomed, "Branch " + branch.xid + " can only be rolled back.", null);
    }
    require(branch.state != State.PREPARED && branch.state != State.ENDING, branch, "is prepared");
    return branch;
  }

  static XAException unknown(Xid xid) {
    return MuleErrors.xa(
        XAException.XAER_NOTA, "There is no branch " + new BranchXid(xid) + '.', null);
  }

  private static void require(boolean condition, XaBranch branch, String problem)
      throws XAException {
    if (!condition) {
      throw MuleErrors.xa(
          XAException.XAER_PROTO, "Branch " + branch.xid + ' ' + problem + '.', null);
    }
  }
}
