package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Parked requests, first come, first served. Not thread-safe: guarded by its queue. */
final class WaitingLine {

  private final Map<Token, Waiter> waiters = new LinkedHashMap<>();

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  int size() {
    return waiters.size();
  }

  Waiter first() {
    return waiters.values().iterator().next();
  }

  /**
   * Waits until the deadline of the request; one whose deadline has passed goes away at once.
   *
   * @param expired told of the token when its time is over
   */
  void park(Waiter waiter, ScheduledExecutorService timer, Consumer<Token> expired) {
    if (waiter.deadline.hasPassed()) {
      waiter.reply.complete(QueueReply.EMPTY);
      return;
    }
    park(waiter);
    if (!waiter.deadline.isNever()) {
      waiter.timer =
          timer.schedule(
              () -> expired.accept(waiter.token),
              waiter.deadline.remainingMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  /** Waits until it is removed. */
  void park(Waiter waiter) {
    waiters.put(waiter.token, waiter);
  }

  Waiter removeFirst() {
    return remove(first().token);
  }

  /**
   * @return null when nobody waits with that token
   */
  Waiter remove(Token token) {
    Waiter waiter = waiters.remove(token);
    if (waiter != null) {
      waiter.stopTimer();
    }
    return waiter;
  }

  List<Waiter> removeAll() {
    List<Waiter> all = new ArrayList<>(waiters.values());
    all.forEach(Waiter::stopTimer);
    waiters.clear();
    return all;
  }

  List<Token> of(UUID node) {
    List<Token> tokens = new ArrayList<>(waiters.keySet());
    tokens.removeIf(token -> !token.node().equals(node));
    return tokens;
  }
}
