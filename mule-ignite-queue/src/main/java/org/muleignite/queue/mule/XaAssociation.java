package org.muleignite.queue.mule;

import java.util.HashMap;
import java.util.Map;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * In which branch a session works, and in which it suspended its work: another session can neither
 * resume nor end that. Guarded by its session.
 */
final class XaAssociation {

  private final XaBranches branches;
  private final Map<BranchXid, XaBranch> suspended = new HashMap<>();
  private XaBranch present;
  private int timeoutSeconds;

  XaAssociation(XaBranches branches) {
    this.branches = branches;
  }

  SessionWork work() {
    return present == null ? null : present.work;
  }

  void start(Xid xid, int flags) throws XAException {
    if (present != null) {
      throw MuleErrors.xa(
          XAException.XAER_PROTO, "The session works in branch " + present.xid + " already.", null);
    }
    switch (flags) {
      case XAResource.TMNOFLAGS:
        present = branches.open(xid, timeoutSeconds);
        break;
      case XAResource.TMJOIN:
        present = branches.join(xid);
        break;
      case XAResource.TMRESUME:
        present = resume(xid);
        break;
      default:
        throw MuleErrors.xa(XAException.XAER_INVAL, "Unknown flags " + flags + '.', null);
    }
  }

  private XaBranch resume(Xid xid) throws XAException {
    XaBranch branch = suspended.get(new BranchXid(xid));
    branches.checkResume(xid, branch);
    return suspended.remove(branch.xid);
  }

  void end(Xid xid, int flags) throws XAException {
    if (present != null && present.xid.equals(new BranchXid(xid))) {
      XaBranch left = present;
      if (flags == XAResource.TMSUSPEND) {
        suspended.put(left.xid, left);
      } else {
        branches.leave(left, flags);
      }
      present = null;
      return;
    }
    XaBranch left = suspended.get(new BranchXid(xid));
    if (left == null) {
      throw branches.notAssociated(xid);
    }
    branches.leave(left, flags);
    suspended.remove(left.xid);
  }

  int timeoutSeconds() {
    return timeoutSeconds;
  }

  void setTimeoutSeconds(int seconds) throws XAException {
    if (seconds < 0) {
      throw MuleErrors.xa(
          XAException.XAER_INVAL, "A timeout of " + seconds + " s is negative.", null);
    }
    timeoutSeconds = seconds;
  }
}
