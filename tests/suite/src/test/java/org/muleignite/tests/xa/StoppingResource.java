package org.muleignite.tests.xa;

import java.util.concurrent.locks.LockSupport;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A resource whose calling thread never gets further than a given point, so that the process can be
 * killed there. Deliberately not serializable: a recovering manager has to ask its own resource.
 */
final class StoppingResource implements XAResource {

  private final XAResource resource;
  private final CrashPoint point;
  private final Runnable reached;

  /**
   * @param reached called at the point, once
   */
  StoppingResource(XAResource resource, CrashPoint point, Runnable reached) {
    this.resource = resource;
    this.point = point;
    this.reached = reached;
  }

  private void pass(CrashPoint present) {
    if (present == point) {
      reached.run();
      while (true) {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    pass(CrashPoint.BEFORE_PREPARE);
    int vote = resource.prepare(xid);
    pass(CrashPoint.AFTER_PREPARE);
    return vote;
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    pass(CrashPoint.BEFORE_COMMIT);
    resource.commit(xid, onePhase);
    pass(CrashPoint.AFTER_COMMIT);
  }

  @Override
  public void start(Xid xid, int flags) throws XAException {
    resource.start(xid, flags);
  }

  @Override
  public void end(Xid xid, int flags) throws XAException {
    resource.end(xid, flags);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    resource.rollback(xid);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    resource.forget(xid);
  }

  @Override
  public Xid[] recover(int flag) throws XAException {
    return resource.recover(flag);
  }

  @Override
  public boolean isSameRM(XAResource other) throws XAException {
    return resource.isSameRM(other);
  }

  @Override
  public int getTransactionTimeout() throws XAException {
    return resource.getTransactionTimeout();
  }

  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    return resource.setTransactionTimeout(seconds);
  }
}
