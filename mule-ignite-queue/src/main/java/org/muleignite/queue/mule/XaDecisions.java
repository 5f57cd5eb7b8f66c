package org.muleignite.queue.mule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
 * How branches end: votes, decisions, recovery.
 *
 * <p>A branch that is not prepared dies with its node, as if rolled back. A prepared one is
 * recorded in the cluster: any node lists it in {@link #recover} once its own node is gone, and may
 * decide it. It is never decided by itself. Thread-safe; blocks until the cluster decided.
 */
final class XaDecisions {

  private final IgniteQueueManager manager;
  private final XaBranches branches;

  XaDecisions(IgniteQueueManager manager, XaBranches branches) {
    this.manager = manager;
    this.branches = branches;
  }

  /** Votes; a branch without work, or one that can only be rolled back, is over afterwards. */
  int prepare(Xid xid) throws XAException {
    XaBranch branch = branches.takeEnded(xid);
    boolean recorded;
    try {
      recorded = branch.work.end(work -> work.prepare(key(branch.xid)));
    } catch (RuntimeException e) {
      throw notPrepared(branch, e);
    }
    if (!recorded) {
      branches.forget(branch);
      return XAResource.XA_RDONLY;
    }
    branches.settle(branch, State.PREPARED);
    return XAResource.XA_OK;
  }

  private XAException notPrepared(XaBranch branch, RuntimeException e) {
    if (e instanceof ClusterException && !(e instanceof OutcomeUnknownException)) {
      branches.forget(branch);
      return MuleErrors.xa(XAException.XA_RBROLLBACK, e.getMessage(), e);
    }
    // Perhaps recorded: the branch is listed by recover() then, and a rollback removes it.
    branches.settle(branch, State.PREPARED);
    return MuleErrors.xa(XAException.XAER_RMFAIL, e.getMessage(), e);
  }

  void commit(Xid xid, boolean onePhase) throws XAException {
    if (onePhase && branches.isHere(xid)) {
      commitUnprepared(branches.takeEnded(xid));
      return;
    }
    decide(xid, UnitOfWork::commit, PreparedBranch::commit);
  }

  private void commitUnprepared(XaBranch branch) throws XAException {
    branches.forget(branch);
    try {
      branch.end(UnitOfWork::commit);
    } catch (OutcomeUnknownException e) {
      throw MuleErrors.xa(XAException.XA_HEURHAZ, e.getMessage(), e);
    } catch (ClusterException e) {
      throw MuleErrors.xa(XAException.XA_RBROLLBACK, e.getMessage(), e);
    }
  }

  void rollback(Xid xid) throws XAException {
    XaBranch unprepared = branches.takeUnprepared(xid);
    if (unprepared == null) {
      decide(xid, UnitOfWork::rollback, PreparedBranch::rollback);
    } else {
      unprepared.end(UnitOfWork::rollback);
    }
  }

  private void decide(Xid xid, Consumer<UnitOfWork> here, Consumer<PreparedBranch> elsewhere)
      throws XAException {
    XaBranch branch = branches.takePrepared(xid);
    try {
      if (branch != null) {
        branch.end(here);
        branches.forget(branch);
        return;
      }
      PreparedBranch orphan = manager.engine().recover(key(new BranchXid(xid)));
      if (orphan == null) {
        throw XaBranches.unknown(xid);
      }
      elsewhere.accept(orphan);
    } catch (RuntimeException e) {
      giveUp(xid, branch, e);
    }
  }

  /** A prepared branch stays undecided until it could be decided. */
  private void giveUp(Xid xid, XaBranch branch, RuntimeException e) throws XAException {
    if (branch != null) {
      branches.settle(branch, State.PREPARED);
    }
    if (!(e instanceof ChangeConflictException)) {
      throw MuleErrors.xa(XAException.XAER_RMFAIL, e.getMessage(), e);
    }
    if (!manager.engine().undecided().contains(key(new BranchXid(xid)).name())) {
      if (branch != null) {
        // It was never recorded: what it holds must not be held for ever.
        branches.forget(branch);
        branch.end(UnitOfWork::rollback);
      }
      throw MuleErrors.xa(
          XAException.XAER_NOTA,
          "Branch " + new BranchXid(xid) + " was not recorded, or decided elsewhere.",
          e);
    }
    throw MuleErrors.xa(XAException.XAER_RMERR, e.getMessage(), e);
  }

  /** A scan gives everything with its first call. */
  Xid[] recover(int flag) throws XAException {
    if ((flag & ~(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)) != 0) {
      throw MuleErrors.xa(XAException.XAER_INVAL, "Unknown flags " + flag + '.', null);
    }
    if ((flag & XAResource.TMSTARTRSCAN) == 0) {
      return new Xid[0];
    }
    String scope = manager.scope();
    List<Xid> found = new ArrayList<>();
    try {
      for (String name : manager.engine().undecided()) {
        // The last one: the name of an artifact may hold the character too.
        int end = name.lastIndexOf('#');
        if (name.substring(0, end).equals(scope)) {
          found.add(BranchXid.parse(name.substring(end + 1)));
        }
      }
    } catch (ClusterException e) {
      throw MuleErrors.xa(XAException.XAER_RMFAIL, e.getMessage(), e);
    }
    return found.toArray(new Xid[0]);
  }

  private EntryKey key(BranchXid xid) {
    String name = manager.scope() + '#' + xid;
    return new EntryKey(Area.BRANCHES, name, name);
  }
}
