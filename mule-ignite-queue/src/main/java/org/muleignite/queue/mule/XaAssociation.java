package org.muleignite.queue.mule;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** Which branch a session works in. Guarded by its session. */
final class XaAssociation {

  private final XaBranches branches;
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
        present = branches.resume(xid);
        break;
      default:
        throw MuleErrors.xa(XAException.XAER_INVAL, "Unknown flags " + flags + '.', null);
    }
  }

  void end(Xid xid, int flags) throws XAException {
    if (present == null) {
      branches.endSuspended(xid, flags);
      return;
    }
    if (!present.xid.equals(new BranchXid(xid))) {
      throw MuleErrors.xa(
          XAException.XAER_PROTO, "The session works in branch " + present.xid + '.', null);
    }
    branches.leave(present, flags);
    present = null;
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
