package org.muleignite.sample.queue;

import java.io.Serializable;
import java.util.UUID;
import javax.inject.Inject;
import javax.inject.Named;
import org.mule.runtime.api.exception.MuleException;
import org.mule.runtime.api.metadata.TypedValue;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.mule.runtime.extension.api.annotation.error.Throws;
import org.mule.runtime.extension.api.annotation.param.Connection;
import org.mule.runtime.extension.api.annotation.param.Content;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.exception.ModuleException;
import org.mule.runtime.extension.api.runtime.operation.Result;
import org.mule.runtime.extension.api.runtime.parameter.CorrelationInfo;
import org.muleignite.sample.SampleError;
import org.muleignite.sample.SampleErrorTypes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends to queues and takes from them. */
@Throws(SampleErrorTypes.class)
public class QueueOperations {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueueOperations.class);
  private static final String DEFAULT_TIMEOUT = "5000";

  @Inject
  @Named(MuleProperties.OBJECT_QUEUE_MANAGER)
  private QueueManager queueManager;

  /**
   * Puts a message at the end of a queue.
   *
   * @param queueName the queue
   * @param content the message
   * @param timeoutMillis how long to wait for room in the queue
   * @param connection the session, which joins a transaction of the flow
   * @param correlation ids of the flow execution, sent along
   */
  public void publish(
      String queueName,
      @Content TypedValue<Serializable> content,
      @Optional(defaultValue = DEFAULT_TIMEOUT) long timeoutMillis,
      @Connection QueueConnection connection,
      CorrelationInfo correlation) {
    QueuedMessage message =
        QueuedMessage.message(content.getValue(), correlation.getCorrelationId());
    offer(connection.queue(queueName), message, timeoutMillis);
  }

  /**
   * Takes the first message of a queue.
   *
   * @param queueName the queue
   * @param timeoutMillis how long to wait for one
   * @param connection the session, which joins a transaction of the flow
   * @return the message
   */
  public Result<Serializable, QueueAttributes> consume(
      String queueName,
      @Optional(defaultValue = DEFAULT_TIMEOUT) long timeoutMillis,
      @Connection QueueConnection connection) {
    Serializable item = poll(connection.queue(queueName), timeoutMillis);
    if (item == null) {
      throw new ModuleException("Queue " + queueName + " stayed empty", SampleError.EMPTY_QUEUE);
    }
    return result(queueName, (QueuedMessage) item);
  }

  /**
   * Sends a request and waits for the answer of the flow that listens to the queue.
   *
   * <p>Never part of the flow's transaction: the request would stay invisible until the commit,
   * which comes after the answer.
   *
   * @param queueName the queue of the requests
   * @param content the request
   * @param timeoutMillis how long to wait for room, and then for the answer
   * @param correlation ids of the flow execution, sent along
   * @return the answer
   */
  public Result<Serializable, QueueAttributes> publishConsume(
      String queueName,
      @Content TypedValue<Serializable> content,
      @Optional(defaultValue = DEFAULT_TIMEOUT) long timeoutMillis,
      @Connection QueueConnection connection,
      CorrelationInfo correlation) {
    QueueSession session = queueManager.getQueueSession();
    String replyTo = queueName + "-temp-replyTo-" + UUID.randomUUID();
    queueManager.setQueueConfiguration(replyTo, new DefaultQueueConfiguration(1, false));
    Queue replies = session.getQueue(replyTo);
    try {
      QueuedMessage request =
          QueuedMessage.request(content.getValue(), correlation.getCorrelationId(), replyTo);
      offer(session.getQueue(queueName), request, timeoutMillis);
      Serializable answer = poll(replies, timeoutMillis);
      if (answer == null) {
        throw new ModuleException("No answer from " + queueName, SampleError.QUEUE_TIMEOUT);
      }
      return result(queueName, (QueuedMessage) answer);
    } finally {
      dispose(replies);
    }
  }

  private static void offer(Queue queue, QueuedMessage message, long timeoutMillis) {
    try {
      if (!queue.offer(message, timeoutMillis)) {
        throw new ModuleException(
            "Queue " + queue.getName() + " is full", SampleError.QUEUE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static Serializable poll(Queue queue, long timeoutMillis) {
    try {
      return queue.poll(timeoutMillis);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void dispose(Queue queue) {
    try {
      queue.dispose();
    } catch (MuleException e) {
      // The answer is there already: a temporary queue that stays behind must not turn it into an
      // error.
      LOGGER.warn("Cannot dispose of {}", queue.getName(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ModuleException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ModuleException(SampleError.QUEUE_TIMEOUT, e);
  }

  private static Result<Serializable, QueueAttributes> result(String queue, QueuedMessage item) {
    return Result.<Serializable, QueueAttributes>builder()
        .output(item.payload())
        .attributes(new QueueAttributes(queue, item.correlationId()))
        .build();
  }
}
