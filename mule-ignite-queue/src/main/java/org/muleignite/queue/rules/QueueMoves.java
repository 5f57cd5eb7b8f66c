package org.muleignite.queue.rules;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves queues in memory to the node that alone uses them, if that has a copy: each request costs
 * half as much there. Durable queues stay where their primary copy is, on which their repair after
 * a crash relies; temporary ones do not live long enough, and deep ones take too long to move.
 * Thread-safe; what blocks runs on the workers.
 */
final class QueueMoves {

  /** So many are gathered in some milliseconds. */
  static final int MOST_ITEMS = 10_000;

  private static final long PAUSE_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(QueueMoves.class);

  private final LocalNode node;
  private final Delegations delegations;
  private final Consumer<QueueSpec> opener;
  private volatile BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> messages;

  /**
   * @param opener has this node open a queue, if it owns it
   */
  QueueMoves(LocalNode node, Consumer<QueueSpec> opener) {
    this.node = node;
    this.delegations = node.delegations();
    this.opener = opener;
  }

  /** How other nodes are asked; before the first request. */
  void connect(BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> send) {
    this.messages = send;
  }

  /** At the owner, for each request. */
  void used(Opening opening, UUID sender, QueueSpec spec) {
    UUID user = opening.usage().count(sender);
    QueueRef queue = spec.ref();
    // While it is being opened, this node still tells the others that it is the owner.
    if (user == null
        || !opening.isDone()
        || user.equals(node.id())
        || queue.isPersistent()
        || queue.isTemporary()
        || opening.items() > MOST_ITEMS) {
      return;
    }
    QueueRequest back = delegations.giveBack(spec);
    if (back == null) {
      offer(spec, user);
    } else {
      LOG.debug("{} is given back, node {} alone uses it", queue, user);
      messages
          .apply(node.store().primaryOf(queue), back)
          .whenComplete(
              (reply, failure) -> LOG.debug("The home of {} says {}", queue, reply, failure));
    }
  }

  private void offer(QueueSpec spec, UUID user) {
    QueueRef queue = spec.ref();
    QueueRequest offer = new QueueRequest(QueueRequest.Op.DELEGATE, spec, node.nextTicket(), 0);
    if (delegations.offer(queue, user, offer.ticket)) {
      LOG.debug("{} is offered to node {}, which alone uses it", queue, user);
      messages
          .apply(user, offer)
          .whenComplete(
              (reply, failure) -> {
                if (failure != null || !reply.isOk()) {
                  delegations.withdraw(queue, user, offer.ticket);
                }
              });
    }
  }

  /** An offer or its end, from another node. */
  CompletableFuture<QueueReply> handle(UUID sender, QueueRequest request) {
    return CompletableFuture.supplyAsync(
        () -> {
          boolean mine =
              request.op == QueueRequest.Op.DELEGATE
                  ? accept(sender, request)
                  : delegations.end(request.queue(), sender, request.ticket);
          if (mine) {
            opener.accept(request.spec);
          }
          boolean refused = !mine && request.op == QueueRequest.Op.DELEGATE;
          return refused ? QueueReply.EMPTY : QueueReply.DONE;
        },
        node.workers());
  }

  private boolean accept(UUID home, QueueRequest offer) {
    return node.membership().mayAct()
        && node.store().isReadable(offer.queue())
        && delegations.accept(offer.queue(), home, offer.ticket);
  }

  /**
   * This node could not open a queue.
   *
   * @return whether it was offered the queue: then its home owns it again
   */
  boolean failed(UUID home, QueueSpec spec) {
    QueueRequest back = delegations.giveBack(spec);
    if (back == null) {
      return false;
    }
    delegations.drop(spec.ref(), back.ticket);
    giveBack(home, back);
    return true;
  }

  private void giveBack(UUID home, QueueRequest back) {
    messages
        .apply(home, back)
        .whenComplete(
            (reply, failure) -> {
              if (failure != null || !reply.isOk()) {
                again(home, back);
              }
            });
  }

  private void again(UUID home, QueueRequest back) {
    if (!node.membership().isMember(home)) {
      return;
    }
    try {
      node.timer().schedule(() -> giveBack(home, back), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
    }
  }
}
