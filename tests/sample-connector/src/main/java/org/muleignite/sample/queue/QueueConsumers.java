package org.muleignite.sample.queue;

import java.io.Serializable;
import java.util.concurrent.Semaphore;
import org.mule.runtime.api.connection.ConnectionException;
import org.mule.runtime.api.connection.ConnectionProvider;
import org.mule.runtime.api.tx.TransactionException;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.mule.runtime.extension.api.runtime.source.SourceCallback;
import org.mule.runtime.extension.api.runtime.source.SourceCallbackContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop of a listener's threads: a new session, one message, one run of the flow. */
final class QueueConsumers implements Runnable {

  static final String REPLY_TO = "replyTo";

  private static final Logger LOGGER = LoggerFactory.getLogger(QueueConsumers.class);
  private static final long POLL_MILLIS = 5_000;
  private static final long PAUSE_AFTER_ERROR_MILLIS = 1_000;

  private final String queueName;
  private final ConnectionProvider<QueueConnection> connections;
  private final SourceCallback<Serializable, QueueAttributes> callback;
  // Outside a transaction the flow runs on other threads: without this bound a consumer would empty
  // the queue into it.
  private final Semaphore slots;
  private volatile boolean stopped;

  QueueConsumers(
      String queueName,
      ConnectionProvider<QueueConnection> connections,
      SourceCallback<Serializable, QueueAttributes> callback,
      int maxInFlight) {
    this.queueName = queueName;
    this.connections = connections;
    this.callback = callback;
    this.slots = new Semaphore(maxInFlight);
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        slots.acquire();
        consume();
      }
    } catch (InterruptedException e) {
      LOGGER.debug("No more messages from {}: the listener stops", queueName);
    }
  }

  void stop() {
    stopped = true;
  }

  /** A flow that got a message has ended, well or not. */
  void finished() {
    slots.release();
  }

  private void consume() throws InterruptedException {
    SourceCallbackContext flow = callback.createContext();
    QueueConnection connection = null;
    try {
      connection = connections.connect();
      flow.bindConnection(connection);
      Serializable item = connection.queue(queueName).poll(POLL_MILLIS);
      if (item == null || stopped) {
        abandon(flow, connection);
      } else {
        dispatch((QueuedMessage) item, flow);
      }
    } catch (InterruptedException e) {
      abandon(flow, connection);
      throw e;
    } catch (ConnectionException | TransactionException | RuntimeException e) {
      abandon(flow, connection);
      LOGGER.error("Cannot consume from {}, will try again", queueName, e);
      Thread.sleep(PAUSE_AFTER_ERROR_MILLIS);
    }
  }

  private void dispatch(QueuedMessage message, SourceCallbackContext flow) {
    message.replyTo().ifPresent(queue -> flow.addVariable(REPLY_TO, queue));
    if (message.correlationId() != null) {
      flow.setCorrelationId(message.correlationId());
    }
    Result<Serializable, QueueAttributes> result =
        Result.<Serializable, QueueAttributes>builder()
            .output(message.payload())
            .attributes(new QueueAttributes(queueName, message.correlationId()))
            .build();
    callback.handle(result, flow);
  }

  private void abandon(SourceCallbackContext flow, QueueConnection connection) {
    try {
      flow.getTransactionHandle().rollback();
    } catch (TransactionException e) {
      LOGGER.warn("Cannot roll back on {}", queueName, e);
    } finally {
      slots.release();
      if (connection != null) {
        connections.disconnect(connection);
      }
    }
  }
}
