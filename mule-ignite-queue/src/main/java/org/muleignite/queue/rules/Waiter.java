package org.muleignite.queue.rules;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A parked request: nobody's thread waits with it. The timer is guarded by the queue's lock; the
 * reply is completed once.
 */
final class Waiter {

  final Token token;
  final QueueRequest request;
  final Deadline deadline;
  final CompletableFuture<QueueReply> reply = new CompletableFuture<>();
  Future<?> timer;

  Waiter(Token token, QueueRequest request) {
    this.token = token;
    this.request = request;
    this.deadline = Deadline.after(request.timeoutMillis);
  }

  /** Whether an item is waited for. */
  boolean isPoll() {
    return request.op == QueueRequest.Op.POLL || request.op == QueueRequest.Op.TAKE;
  }

  void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
