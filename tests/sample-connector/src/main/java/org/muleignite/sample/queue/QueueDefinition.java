package org.muleignite.sample.queue;

import org.mule.runtime.api.meta.ExpressionSupport;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueConfiguration;
import org.mule.runtime.extension.api.annotation.Alias;
import org.mule.runtime.extension.api.annotation.Expression;
import org.mule.runtime.extension.api.annotation.param.Optional;
import org.mule.runtime.extension.api.annotation.param.Parameter;

/** One queue of a configuration. */
@Alias("queue")
public class QueueDefinition {

  /** Name of the queue. */
  @Parameter
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private String queueName;

  /** Whether its messages outlive the runtime. */
  @Parameter
  @Optional(defaultValue = "TRANSIENT")
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private QueueType queueType;

  /** How many messages it takes before publishers have to wait; 0 for no bound. */
  @Parameter
  @Optional(defaultValue = "0")
  @Expression(ExpressionSupport.NOT_SUPPORTED)
  private int maxOutstandingMessages;

  String name() {
    return queueName;
  }

  QueueConfiguration configuration() {
    return new DefaultQueueConfiguration(maxOutstandingMessages, queueType == QueueType.PERSISTENT);
  }
}
