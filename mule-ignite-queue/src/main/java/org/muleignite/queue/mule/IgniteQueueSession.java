package org.muleignite.queue.mule;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.mule.runtime.core.api.transaction.xa.ResourceManagerException;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueSession;

/**
 * Operations on queues, and the transaction in which they happen: none, one of its own, or a branch
 * of a distributed one. Thread-safe; ending a transaction waits for its operations.
 */
final class IgniteQueueSession implements QueueSession {

  private final IgniteQueueManager manager;
  private final XaAssociation xa;
  private SessionWork local;

  IgniteQueueSession(IgniteQueueManager manager) {
    this.manager = manager;
    this.xa = new XaAssociation(manager.branches());
  }

  /** The present transaction, or null. */
  synchronized SessionWork work() {
    return local != null ? local : xa.work();
  }

  @Override
  public Queue getQueue(String name) {
    manager.configurations().use(IgniteQueueManager.named(name));
    return new IgniteQueue(manager, this, name);
  }

  /**
   * @throws IllegalStateException when this session is in a transaction
   */
  @Override
  public synchronized void begin() throws ResourceManagerException {
    if (work() != null) {
      throw new IllegalStateException(
          "A transaction cannot begin in a session that is in a transaction already.");
    }
    try {
      local = new SessionWork(manager.engine().begin());
    } catch (RuntimeException e) {
      throw MuleErrors.ofTransaction("begin", e);
    }
  }

  /**
   * @throws ResourceManagerException nothing happened and what was taken is back in its queue,
   *     unless the message says that the outcome is unknown; the transaction is over either way
   * @throws IllegalStateException when no transaction was begun
   */
  @Override
  public void commit() throws ResourceManagerException {
    SessionWork ending = detach("commit");
    try {
      ending.end(
          work -> {
            work.commit();
            return null;
          });
    } catch (RuntimeException e) {
      throw MuleErrors.ofTransaction("commit", e);
    }
  }

  /**
   * @throws IllegalStateException when no transaction was begun
   */
  @Override
  public void rollback() throws ResourceManagerException {
    SessionWork ending = detach("rollback");
    try {
      ending.end(
          work -> {
            work.rollback();
            return null;
          });
    } catch (RuntimeException e) {
      throw MuleErrors.ofTransaction("rollback", e);
    }
  }

  private synchronized SessionWork detach(String operation) {
    if (local == null) {
      throw new IllegalStateException(
          "There is nothing to " + operation + ": no transaction was begun in this session.");
    }
    SessionWork ending = local;
    local = null;
    return ending;
  }

  @Override
  public synchronized void start(Xid xid, int flags) throws XAException {
    if (local != null) {
      throw MuleErrors.xa(XAException.XAER_PROTO, "The session is in a local transaction.", null);
    }
    xa.start(xid, flags);
  }

  @Override
  public synchronized void end(Xid xid, int flags) throws XAException {
    xa.end(xid, flags);
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    return manager.decisions().prepare(xid);
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    manager.decisions().commit(xid, onePhase);
  }

  @Override
  public void rollback(Xid xid) throws XAException {
    manager.decisions().rollback(xid);
  }

  @Override
  public void forget(Xid xid) throws XAException {
    manager.branches().forget(xid);
  }

  /** The prepared branches of this node and of nodes that are gone. */
  @Override
  public Xid[] recover(int flag) throws XAException {
    return manager.decisions().recover(flag);
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return other instanceof IgniteQueueSession && ((IgniteQueueSession) other).manager == manager;
  }

  @Override
  public int getTransactionTimeout() {
    return xa.timeoutSeconds();
  }

  /**
   * @param seconds for the branches that this session starts from now on; 0 for none
   */
  @Override
  public boolean setTransactionTimeout(int seconds) throws XAException {
    xa.setTimeoutSeconds(seconds);
    return true;
  }
}
