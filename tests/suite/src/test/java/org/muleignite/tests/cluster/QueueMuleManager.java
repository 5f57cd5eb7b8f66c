package org.muleignite.tests.cluster;

import java.util.Optional;
import org.mule.runtime.api.exception.MuleException;
import org.mule.runtime.core.api.util.queue.QueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.mule.runtime.core.internal.util.queue.AbstractQueueManager;
import org.mule.runtime.core.internal.util.queue.QueueStore;
import org.mule.runtime.core.internal.util.queue.RecoverableQueueStore;

/** Gives a clustered manager the type that Mule's own test class asks for; adds nothing. */
final class QueueMuleManager extends AbstractQueueManager {

  private final QueueManager delegate;

  QueueMuleManager(QueueManager delegate) {
    this.delegate = delegate;
  }

  @Override
  public QueueSession getQueueSession() {
    return delegate.getQueueSession();
  }

  @Override
  public synchronized void setDefaultQueueConfiguration(QueueConfiguration config) {
    delegate.setDefaultQueueConfiguration(config);
  }

  @Override
  public synchronized void setQueueConfiguration(String queueName, QueueConfiguration config) {
    delegate.setQueueConfiguration(queueName, config);
  }

  @Override
  public Optional<QueueConfiguration> getQueueConfiguration(String queueName) {
    return delegate.getQueueConfiguration(queueName);
  }

  @Override
  public void start() throws MuleException {
    delegate.start();
  }

  @Override
  public void stop() throws MuleException {
    delegate.stop();
  }

  @Override
  public void initialise() {}

  @Override
  protected void doDispose() {}

  @Override
  protected QueueStore createQueueStore(String name, QueueConfiguration config) {
    throw new UnsupportedOperationException("The clustered queues have no local stores.");
  }

  @Override
  public RecoverableQueueStore getRecoveryQueue(String queueName) {
    throw new UnsupportedOperationException("The clustered queues have no local stores.");
  }
}
