package org.muleignite.queue.rules;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks owners for what this node then holds: claims, reservations, room. Thread-safe. The asking
 * methods block and honour interruption; what an interrupted or timed out question is granted later
 * goes back to the owner.
 */
final class Grants {

  private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

  /** How long what an earlier owner granted is waited for. */
  private static final long SETTLE_MILLIS = 2_000;

  private final LocalNode node;
  private final Router router;
  private final Held held;

  Grants(LocalNode node, Router router, Held held) {
    this.node = node;
    this.router = router;
    this.held = held;
  }

  /**
   * Asks a question whose answer this node then holds.
   *
   * @return OK, EMPTY when the deadline passed first, or for a producer PAIRED
   * @throws InterruptedException nothing is held then
   */
  QueueReply ask(QueueRequest question, Deadline deadline) throws InterruptedException {
    boolean waits = question.timeoutMillis > 0;
    Deadline search = Deadline.after(Router.SEARCH_MILLIS);
    while (true) {
      node.membership().checkMember();
      long attempt = Math.min(deadline.remainingMillis(), Router.ATTEMPT_MILLIS);
      QueueRequest request = question.again(node.nextTicket(), attempt);
      QueueReply reply = askOnceToHold(request, waits ? attempt : Router.ATTEMPT_MILLIS);
      if (reply.isOk() || reply.isPaired()) {
        return withTicket(reply, request);
      }
      boolean over = !waits || deadline.hasPassed();
      if (over && (waits || !reply.isMoved())) {
        return QueueReply.EMPTY;
      }
      if (reply.isMoved()) {
        router.pause(request, reply, search);
      } else {
        search = Deadline.after(Router.SEARCH_MILLIS);
      }
    }
  }

  /** The holdings of the reply say by which ticket the caller holds them. */
  private static QueueReply withTicket(QueueReply reply, QueueRequest request) {
    return new QueueReply(reply.status, reply.positions, reply.item, Held.granted(request, reply));
  }

  private QueueReply askOnceToHold(QueueRequest request, long limitMillis)
      throws InterruptedException {
    UUID owner = node.ownerOf(request.queue());
    if (owner == null) {
      return Router.noOwner(request);
    }
    Held.Pending pending = held.open(request, owner);
    if (!owner.equals(node.ownerOf(request.queue()))) {
      // This node may have told the new owner already what it holds, without this question.
      held.close(pending);
      return QueueReply.MOVED;
    }
    CompletableFuture<Void> settled =
        router
            .send(owner, request)
            .handle((reply, failure) -> answered(pending, reply, failure))
            .thenCompose(givenBack -> givenBack);
    try {
      QueueReply reply = Router.await(pending.answer, request, limitMillis);
      if (reply == Router.UNANSWERED && !withdraw(pending)) {
        return accepted(pending);
      }
      if (!reply.isOk()) {
        awaitSettled(settled);
      }
      return reply;
    } catch (InterruptedException e) {
      if (withdraw(pending)) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return accepted(pending);
    }
  }

  /**
   * An owner that this node no longer listens to may still grant an item: whoever asks again before
   * that one is back would be given a later item first. Bounded, because an owner may be stuck.
   */
  private static void awaitSettled(CompletableFuture<Void> settled) throws InterruptedException {
    try {
      settled.get(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("What an earlier owner granted is not back yet", e);
    }
  }

  /**
   * @return completes when what was granted in vain is given back
   */
  private CompletableFuture<Void> answered(
      Held.Pending pending, QueueReply reply, Throwable failure) {
    if (failure != null) {
      held.close(pending);
      pending.answer.completeExceptionally(failure);
    } else if (reply.isPaired() && pending.request.op == QueueRequest.Op.TAKE) {
      expect(pending, reply.partner().node());
    } else if (!held.accept(pending, reply)) {
      return giveBack(pending, reply);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void expect(Held.Pending pending, UUID producer) {
    held.expect(pending, producer);
    if (node.hasDeparted(producer)) {
      held.producerGone(producer);
    }
  }

  /**
   * @return false when the answer was accepted before: then it counts
   */
  private boolean withdraw(Held.Pending pending) {
    boolean closed = held.close(pending);
    if (closed) {
      router.cancel(pending.asked, pending.request);
    }
    return closed;
  }

  private static QueueReply accepted(Held.Pending pending) {
    return Router.awaitUninterruptibly(pending.answer, pending.request, Router.SEARCH_MILLIS);
  }

  /**
   * Brings an item to the consumer that waits for it. Does not react to interruption.
   *
   * @return false when nobody waits there any more
   * @throws OutcomeUnknownException when the consumer's node was lost on the way
   */
  boolean transfer(QueueSpec spec, Token consumer, byte[] item) {
    node.membership().checkMember();
    if (!node.membership().isMember(consumer.node())) {
      return false;
    }
    QueueRequest transfer = QueueRequest.transfer(spec, consumer.ticket(), item);
    QueueReply reply =
        Router.awaitUninterruptibly(
            router.send(consumer.node(), transfer), transfer, Router.SEARCH_MILLIS);
    if (reply.isMoved()) {
      throw new OutcomeUnknownException(
          "Whether a consumer on node "
              + consumer.node()
              + " took the item before that node was lost is unknown; it is not in the "
              + spec.ref()
              + '.',
          reply.reason);
    }
    return reply.isOk();
  }

  private CompletableFuture<Void> giveBack(Held.Pending pending, QueueReply reply) {
    CompletableFuture<Void> back = new CompletableFuture<>();
    Holdings granted = Held.granted(pending.request, reply);
    if (reply.isPaired()) {
      // The consumer shall not wait for an item that does not come.
      Token consumer = reply.partner();
      router.send(
          consumer.node(), QueueRequest.transfer(pending.request.spec, consumer.ticket(), null));
      back.complete(null);
    } else if (granted.isEmpty()) {
      back.complete(null);
    } else {
      Settlement release = Settlement.released(node.id(), granted);
      router.askLater(
          QueueRequest.settle(pending.request.spec, release), () -> back.complete(null));
    }
    return back;
  }
}
