package org.muleignite.sample.queue;

import java.io.Serializable;

/** Where a message came from and which flow execution it belongs to. */
public final class QueueAttributes implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String queueName;
  private final String correlationId;

  QueueAttributes(String queueName, String correlationId) {
    this.queueName = queueName;
    this.correlationId = correlationId;
  }

  public String getQueueName() {
    return queueName;
  }

  public String getCorrelationId() {
    return correlationId;
  }
}
