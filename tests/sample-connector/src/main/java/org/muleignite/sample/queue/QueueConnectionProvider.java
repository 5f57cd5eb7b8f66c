package org.muleignite.sample.queue;

import javax.inject.Inject;
import javax.inject.Named;
import org.mule.runtime.api.connection.ConnectionProvider;
import org.mule.runtime.api.connection.ConnectionValidationResult;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.core.api.util.queue.QueueManager;

/** Opens a session of the runtime's queue manager for each connection. */
public class QueueConnectionProvider implements ConnectionProvider<QueueConnection> {

  @Inject
  @Named(MuleProperties.OBJECT_QUEUE_MANAGER)
  private QueueManager queueManager;

  @Override
  public QueueConnection connect() {
    return new QueueConnection(queueManager.getQueueSession());
  }

  @Override
  public void disconnect(QueueConnection connection) {
    connection.close();
  }

  @Override
  public ConnectionValidationResult validate(QueueConnection connection) {
    return ConnectionValidationResult.success();
  }
}
