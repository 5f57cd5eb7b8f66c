package org.muleignite.sample.queue;

import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.mule.runtime.api.component.location.ComponentLocation;
import org.mule.runtime.api.connection.ConnectionProvider;
import org.mule.runtime.api.metadata.TypedValue;
import org.mule.runtime.api.scheduler.Scheduler;
import org.mule.runtime.api.scheduler.SchedulerConfig;
import org.mule.runtime.api.scheduler.SchedulerService;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.execution.OnSuccess;
import org.mule.runtime.extension.api.annotation.execution.OnTerminate;
import org.mule.runtime.extension.api.annotation.param.Connection;
import org.mule.runtime.extension.api.annotation.param.Content;
import org.mule.runtime.extension.api.annotation.param.Parameter;
import org.mule.runtime.extension.api.annotation.source.EmitsResponse;
import org.mule.runtime.extension.api.runtime.source.Source;
import org.mule.runtime.extension.api.runtime.source.SourceCallback;
import org.mule.runtime.extension.api.runtime.source.SourceCallbackContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the flow once for each message of a queue, on every node.
 *
 * <p>With {@code transactionalAction="ALWAYS_BEGIN"} the message leaves the queue only when the
 * flow ends well.
 */
@Alias("queue-listener")
@EmitsResponse
public class QueueListener extends Source<Serializable, QueueAttributes> {

  private static final Logger LOGGER = LoggerFactory.getLogger(QueueListener.class);
  private static final long REPLY_TIMEOUT_MILLIS = 5_000;
  private static final long SHUTDOWN_SECONDS = 5;

  /** Queue to listen to. */
  @Parameter private String queueName;

  /** How many threads take messages from the queue, on each node. */
  @Parameter
  @org.mule.runtime.extension.api.annotation.param.Optional(defaultValue = "4")
  private int numberOfConsumers;

  @Connection private ConnectionProvider<QueueConnection> connections;

  @Inject private SchedulerService schedulerService;

  private ComponentLocation location;
  private Scheduler threads;
  private QueueConsumers consumers;

  @Override
  public void onStart(SourceCallback<Serializable, QueueAttributes> callback) {
    consumers = new QueueConsumers(queueName, connections, callback, numberOfConsumers);
    threads =
        schedulerService.customScheduler(
            SchedulerConfig.config()
                .withName("queue-listener-" + location.getRootContainerName())
                .withMaxConcurrentTasks(numberOfConsumers)
                .withShutdownTimeout(SHUTDOWN_SECONDS, TimeUnit.SECONDS));
    for (int i = 0; i < numberOfConsumers; i++) {
      threads.execute(consumers);
    }
  }

  @Override
  public void onStop() {
    if (threads != null) {
      consumers.stop();
      threads.stop();
      threads = null;
    }
  }

  /**
   * Sends the flow's result to whoever waits for it in {@code publish-consume}.
   *
   * @param reply the result; not called response, since child elements of one name would mix up
   *     with the HTTP listener's
   * @param flow the execution of the flow
   */
  @OnSuccess
  public void onSuccess(
      @Content
          @org.mule.runtime.extension.api.annotation.param.Optional(defaultValue = "#[payload]")
          TypedValue<Serializable> reply,
      SourceCallbackContext flow) {
    Optional<String> replyTo = flow.getVariable(QueueConsumers.REPLY_TO);
    replyTo.ifPresent(queue -> reply(flow, queue, reply.getValue()));
  }

  /** Lets the next message in. */
  @OnTerminate
  public void onTerminate() {
    consumers.finished();
  }

  private static void reply(SourceCallbackContext flow, String queue, Serializable response) {
    QueueConnection connection = flow.getConnection();
    QueuedMessage message = QueuedMessage.message(response, flow.getCorrelationId().orElse(null));
    try {
      if (!connection.queue(queue).offer(message, REPLY_TIMEOUT_MILLIS)) {
        LOGGER.warn("Nobody took the answer to {}", queue);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
