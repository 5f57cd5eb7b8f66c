package org.muleignite.queue.mule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.queue.mule.XaBranch.State;
import org.muleignite.queue.rules.Area;
import org.muleignite.queue.rules.ChangeConflictException;
import org.muleignite.queue.rules.EntryKey;
import org.muleignite.queue.rules.OutcomeUnknownException;
import org.muleignite.queue.rules.PreparedBranch;
import org.muleignite.queue.rules.UnitOfWork;

/**
 * The branches of distributed transactions over the queues of one artifact.
 *
 * <p>A branch that is not prepared dies with its node, as if rolled back. A prepared one is
 * recorded in the cluster: any node lists it in {@link #recover} once its own node is gone, and may
 * decide it. It is never decided by itself. Thread-safe; the second phase blocks until the cluster
 * decided.
 */
final class XaBranches {

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

  synchronized XaBranch resume(Xid xid) throws XAException {
    XaBranch branch = undecided(xid);
    require(branch.state == State.SUSPENDED, branch, "is not suspended");
    branch.state = State.ACTIVE;
    return branch;
  }

  synchronized void leave(XaBranch branch, int flags) throws XAException {
    switch (flags) {
      case XAResource.TMSUSPEND:
        branch.state = State.SUSPENDED;
        return;
      case XAResource.TMFAIL:
        doom(branch, XAException.XA_RBROLLBACK);
        break;
      case XAResource.TMSUCCESS:
        break;
      default:
        throw MuleErrors.xa(XAException.XAER_INVAL, "Unknown flags " + flags + '.', null);
    }
    branch.sessions--;
    if (branch.sessions == 0) {
      branch.state = State.ENDED;
    }
  }

  synchronized void endSuspended(Xid xid, int flags) throws XAException {
    XaBranch branch = known(xid);
    require(branch.state == State.SUSPENDED, branch, "has no work here to end");
    leave(branch, flags);
  }

  /** Votes; a branch without work, or one that can only be rolled back, is over afterwards. */
  int prepare(Xid xid) throws XAException {
    XaBranch branch = takeEnded(xid);
    boolean recorded;
    try {
      recorded = branch.work.end(work -> work.prepare(key(branch.xid)));
    } catch (OutcomeUnknownException e) {
      // Perhaps recorded: the branch is listed by recover() then, and a rollback removes it.
      settle(branch, State.PREPARED);
      throw MuleErrors.xa(XAException.XAER_RMFAIL, e.getMessage(), e);
    } catch (ClusterException e) {
      forget(branch);
      throw MuleErrors.xa(XAException.XA_RBROLLBACK, e.getMessage(), e);
    }
    if (!recorded) {
      forget(branch);
      return XAResource.XA_RDONLY;
    }
    settle(branch, State.PREPARED);
    return XAResource.XA_OK;
  }

  void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase && isHere(xid)) {
      commitUnprepared(takeEnded(xid));
      return;
    }
    decide(xid, UnitOfWork::commit, PreparedBranch::commit);
  }

  private void commitUnprepared(XaBranch branch) throws XAException {
    forget(branch);
    try {
      end(branch, UnitOfWork::commit);
    } catch (OutcomeUnknownException e) {
      throw MuleErrors.xa(XAException.XA_HEURHAZ, e.getMessage(), e);
    } catch (ClusterException e) {
      throw MuleErrors.xa(XAException.XA_RBROLLBACK, e.getMessage(), e);
    }
  }

  void rollback(Xid xid) throws XAException {
    XaBranch unprepared = null;
    synchronized (this) {
      XaBranch branch = branches.get(new BranchXid(xid));
      if (branch != null && branch.state != State.PREPARED) {
        require(branch.state != State.ENDING, branch, "is being ended");
        unprepared = branch;
        forget(branch);
      }
    }
    if (unprepared == null) {
      decide(xid, UnitOfWork::rollback, PreparedBranch::rollback);
    } else {
      end(unprepared, UnitOfWork::rollback);
    }
  }

  /** A way to end a transaction. */
  private interface Decision<W> {
    void on(W work);
  }

  private void decide(Xid xid, Decision<UnitOfWork> here, Decision<PreparedBranch> elsewhere)
      throws XAException {
    XaBranch branch = takePrepared(xid);
    try {
      if (branch != null) {
        end(branch, here);
        forget(branch);
        return;
      }
      PreparedBranch orphan = manager.engine().recover(key(new BranchXid(xid)));
      if (orphan == null) {
        throw unknown(xid);
      }
      elsewhere.on(orphan);
    } catch (ClusterException e) {
      giveUp(xid, branch, e);
    }
  }

  /** A prepared branch stays undecided until it could be decided. */
  private void giveUp(Xid xid, XaBranch branch, ClusterException e) throws XAException {
    if (branch != null) {
      settle(branch, State.PREPARED);
    }
    if (!(e instanceof ChangeConflictException)) {
      throw MuleErrors.xa(XAException.XAER_RMFAIL, e.getMessage(), e);
    }
    if (!manager.engine().undecided().contains(key(new BranchXid(xid)).name())) {
      if (branch != null) {
        forget(branch);
      }
      throw MuleErrors.xa(
          XAException.XAER_NOTA, "Branch " + new BranchXid(xid) + " was decided elsewhere.", e);
    }
    throw MuleErrors.xa(XAException.XAER_RMERR, e.getMessage(), e);
  }

  /** Nothing is kept of a decided branch, so there is nothing but the name to forget. */
  synchronized void forget(Xid xid) throws XAException {
    XaBranch branch = known(xid);
    throw MuleErrors.xa(
        XAException.XAER_PROTO, "Branch " + branch.xid + " is not heuristically decided.", null);
  }

  Xid[] recover(int flag) throws XAException {
    if ((flag & XAResource.TMSTARTRSCAN) == 0) {
      return new Xid[0];
    }
    String prefix = manager.scope() + '#';
    List<Xid> found = new ArrayList<>();
    try {
      for (String name : manager.engine().undecided()) {
        if (name.startsWith(prefix)) {
          found.add(BranchXid.parse(name.substring(prefix.length())));
        }
      }
    } catch (ClusterException e) {
      throw MuleErrors.xa(XAException.XAER_RMFAIL, e.getMessage(), e);
    }
    return found.toArray(new Xid[0]);
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
    end(branch, UnitOfWork::rollback);
  }

  private static void doom(XaBranch branch, int code) {
    if (branch.doomed == 0) {
      branch.doomed = code;
    }
  }

  private static void end(XaBranch branch, Decision<UnitOfWork> decision) {
    branch.work.end(
        work -> {
          decision.on(work);
          return null;
        });
  }

  /** From here on this thread alone ends the branch. */
  private XaBranch takeEnded(Xid xid) throws XAException {
    XaBranch branch;
    synchronized (this) {
      branch = known(xid);
      require(branch.state == State.ENDED, branch, "is " + branch.state);
      branch.state = State.ENDING;
    }
    if (branch.doomed != 0) {
      forget(branch);
      end(branch, UnitOfWork::rollback);
      throw MuleErrors.xa(
          branch.doomed, "Branch " + branch.xid + " could only be rolled back.", null);
    }
    return branch;
  }

  private synchronized XaBranch takePrepared(Xid xid) throws XAException {
    XaBranch branch = branches.get(new BranchXid(xid));
    if (branch != null) {
      require(branch.state == State.PREPARED, branch, "is " + branch.state);
      branch.state = State.ENDING;
    }
    return branch;
  }

  private synchronized void settle(XaBranch branch, State state) {
    branch.state = state;
  }

  private synchronized void forget(XaBranch branch) {
    branches.remove(branch.xid);
    if (branch.timeout != null) {
      branch.timeout.cancel(false);
    }
  }

  private synchronized boolean isHere(Xid xid) {
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

  private static XAException unknown(Xid xid) {
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

  private EntryKey key(BranchXid xid) {
    String name = manager.scope() + '#' + xid;
    return new EntryKey(Area.BRANCHES, name, name);
  }
}
