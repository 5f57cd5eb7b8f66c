package org.muleignite.sample.queue;

import javax.transaction.xa.XAResource;
import org.mule.runtime.api.i18n.I18nMessageFactory;
import org.mule.runtime.api.tx.TransactionException;
import org.mule.runtime.core.api.transaction.xa.ResourceManagerException;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.mule.runtime.extension.api.connectivity.XATransactionalConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue session as the SDK wants it: joins local transactions, and XA ones as the resource
 * itself.
 */
public class QueueConnection implements XATransactionalConnection {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueueConnection.class);

  private final QueueSession session;
  private boolean open;

  QueueConnection(QueueSession session) {
    this.session = session;
  }

  Queue queue(String name) {
    return session.getQueue(name);
  }

  @Override
  public void begin() throws TransactionException {
    run("begin", session::begin);
    open = true;
  }

  @Override
  public void commit() throws TransactionException {
    if (open) {
      run("commit", session::commit);
      open = false;
    }
  }

  @Override
  public void rollback() throws TransactionException {
    if (open) {
      run("roll back", session::rollback);
      open = false;
    }
  }

  @Override
  public XAResource getXAResource() {
    return session;
  }

  @Override
  public void close() {
    try {
      rollback();
    } catch (TransactionException e) {
      LOGGER.warn("A transaction was still open when its session closed, and did not roll back", e);
    }
  }

  private static void run(String what, Step step) throws TransactionException {
    try {
      step.run();
    } catch (ResourceManagerException e) {
      throw new TransactionException(
          I18nMessageFactory.createStaticMessage("Cannot %s the queue transaction", what), e);
    }
  }

  private interface Step {
    void run() throws ResourceManagerException;
  }
}
