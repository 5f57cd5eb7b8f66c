package org.muleignite.sample.queue;

import java.io.Serializable;
import java.util.Optional;

/**
 * What lies in a queue: a payload and, for a request that waits for its answer, where to send that.
 */
final class QueuedMessage implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Serializable payload;
  private final String correlationId;
  private final String replyTo;

  private QueuedMessage(Serializable payload, String correlationId, String replyTo) {
    this.payload = payload;
    this.correlationId = correlationId;
    this.replyTo = replyTo;
  }

  static QueuedMessage message(Serializable payload, String correlationId) {
    return new QueuedMessage(payload, correlationId, null);
  }

  static QueuedMessage request(Serializable payload, String correlationId, String replyTo) {
    return new QueuedMessage(payload, correlationId, replyTo);
  }

  Serializable payload() {
    return payload;
  }

  String correlationId() {
    return correlationId;
  }

  Optional<String> replyTo() {
    return Optional.ofNullable(replyTo);
  }
}
