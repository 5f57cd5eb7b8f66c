package org.muleignite.queue.rules;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the owner of a queue, and follows the queue when it moves. Thread-safe. The asking methods
 * block and honour interruption; what an interrupted or timed out question is granted later goes
 * back to the owner.
 */
final class Router {

  /** The service under which the owners are asked. */
  static final String SERVICE = "queue";

  /** How long nobody may own a queue before the caller is told; longer than a failure takes. */
  private static final long SEARCH_MILLIS = 30_000;

  /** How long the owner may take beyond the caller's own timeout. */
  private static final long GRACE_MILLIS = 500;

  /** A changed topology wakes the waiting earlier. */
  private static final long PAUSE_MILLIS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final LocalNode node;
  private final NodeMessenger messenger;
  private final QueueOwners owners;
  private final Held held;
  private final Object topology = new Object();

  Router(LocalNode node, NodeMessenger messenger, QueueOwners owners, Held held) {
    this.node = node;
    this.messenger = messenger;
    this.owners = owners;
    this.held = held;
  }

  /** Asks a question that may safely be asked twice and grants nothing. */
  QueueReply ask(QueueRequest request) throws InterruptedException {
    Deadline search = Deadline.after(SEARCH_MILLIS);
    while (true) {
      node.membership().checkMember();
      UUID owner = node.store().ownerOf(request.queue());
      QueueReply reply = await(send(owner, request), request, search);
      if (reply != null && !reply.isMoved()) {
        return reply;
      }
      pause(request, reply, search);
    }
  }

  /** The same, for callers that must not be stopped halfway; keeps the interruption for later. */
  QueueReply askUninterruptibly(QueueRequest request) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return ask(request);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Asks without waiting, again until somebody answers or the cluster is gone. */
  void askLater(QueueRequest request, Runnable answered) {
    askLater(request, answered, Deadline.after(SEARCH_MILLIS));
  }

  private void askLater(QueueRequest request, Runnable answered, Deadline search) {
    send(node.store().ownerOf(request.queue()), request)
        .whenComplete(
            (reply, failure) -> {
              if (reply != null && !reply.isMoved()) {
                answered.run();
              } else if (search.hasPassed()) {
                LOG.warn("No owner of {} could be told: {}", request.queue(), request.op, failure);
                answered.run();
              } else {
                node.timer()
                    .schedule(
                        () -> askLater(request, answered, search),
                        PAUSE_MILLIS,
                        TimeUnit.MILLISECONDS);
              }
            });
  }

  /**
   * Asks a question whose answer this node then holds.
   *
   * @return OK, or EMPTY when the deadline passed first
   * @throws InterruptedException nothing is held then
   */
  QueueReply askToHold(QueueRequest question, Deadline deadline) throws InterruptedException {
    boolean waits = question.timeoutMillis > 0;
    Deadline search = Deadline.after(SEARCH_MILLIS);
    while (true) {
      node.membership().checkMember();
      QueueRequest request = question.again(node.nextTicket(), deadline.remainingMillis());
      long asked = System.nanoTime();
      QueueReply reply = askOnceToHold(request, waits ? deadline : search);
      if (reply == null || (reply.isMoved() && waits && deadline.hasPassed())) {
        reply = unanswered(request, reply, waits);
      }
      if (!reply.isMoved()) {
        return withTicket(reply, request);
      }
      if (System.nanoTime() - asked > TimeUnit.SECONDS.toNanos(1)) {
        search = Deadline.after(SEARCH_MILLIS);
      }
      pause(request, reply, search);
    }
  }

  private static QueueReply unanswered(QueueRequest request, QueueReply last, boolean waits) {
    if (waits) {
      return QueueReply.EMPTY;
    }
    throw noAnswer(request, last);
  }

  /** The holdings of the reply say by which ticket the caller holds them. */
  private static QueueReply withTicket(QueueReply reply, QueueRequest request) {
    return new QueueReply(reply.status, reply.positions, reply.item, Held.granted(request, reply));
  }

  private QueueReply askOnceToHold(QueueRequest request, Deadline limit)
      throws InterruptedException {
    UUID owner = node.store().ownerOf(request.queue());
    if (owner == null) {
      return noOwner(request);
    }
    Held.Pending pending = held.open(request, owner);
    send(owner, request).whenComplete((reply, failure) -> answered(pending, reply, failure));
    boolean done = false;
    try {
      QueueReply reply = await(pending.answer, request, limit);
      done = reply != null;
      return reply;
    } finally {
      if (!done) {
        abandon(pending);
      }
    }
  }

  private void answered(Held.Pending pending, QueueReply reply, Throwable failure) {
    if (failure != null) {
      held.close(pending);
      pending.answer.completeExceptionally(failure);
    } else if (!held.accept(pending, reply)) {
      giveBack(pending, reply);
    }
  }

  private void abandon(Held.Pending pending) {
    if (held.close(pending)) {
      QueueRequest cancel =
          new QueueRequest(QueueRequest.Op.CANCEL, pending.request.spec, pending.request.ticket, 0);
      send(pending.asked, cancel).exceptionally(gone -> QueueReply.DONE);
    } else if (pending.answer.isDone() && !pending.answer.isCompletedExceptionally()) {
      QueueReply late = pending.answer.join();
      Holdings granted = Held.granted(pending.request, late);
      held.drop(pending.request.queue(), Settlement.released(node.id(), granted));
      giveBack(pending, late);
    }
  }

  private void giveBack(Held.Pending pending, QueueReply reply) {
    Holdings granted = Held.granted(pending.request, reply);
    if (!granted.isEmpty()) {
      Settlement release = Settlement.released(node.id(), granted);
      askLater(QueueRequest.settle(pending.request.spec, release), () -> {});
    }
  }

  /** Completes exceptionally only with what the owner itself refused. */
  CompletableFuture<QueueReply> send(UUID to, QueueRequest request) {
    if (to == null) {
      return CompletableFuture.completedFuture(noOwner(request));
    }
    CompletableFuture<QueueReply> reply =
        to.equals(node.id())
            ? owners.handle(to, request)
            : messenger.request(to, SERVICE, Wire.encode(request)).thenApply(Wire::reply);
    return reply.handle(
        (answer, failure) -> {
          if (failure == null) {
            return answer;
          }
          ClusterException refusal = asClusterException(failure);
          if (refusal instanceof ClusterUnavailableException
              || refusal.getCause() instanceof NodeGoneException) {
            LOG.debug("Node {} cannot answer for {}", to, request.queue(), refusal);
            return QueueReply.moved(refusal);
          }
          throw refusal;
        });
  }

  private static QueueReply noOwner(QueueRequest request) {
    return QueueReply.moved(
        new ClusterUnavailableException(
            "All copies of the " + request.queue() + " were on nodes that are gone."));
  }

  /** Wakes everybody who looks for an owner. */
  void topologyChanged() {
    synchronized (topology) {
      topology.notifyAll();
    }
  }

  private void pause(QueueRequest request, QueueReply last, Deadline search)
      throws InterruptedException {
    LOG.debug(
        "{}: no answer to {}, the owner is looked for again",
        request.queue(),
        request.op + " XXX " + node.store().ownerOf(request.queue()));
    if (search.hasPassed()) {
      throw noAnswer(request, last);
    }
    synchronized (topology) {
      // Bounded: not every move of a queue is announced by a change of the members.
      topology.wait(PAUSE_MILLIS);
    }
  }

  /** Null when there is no answer a little after the deadline. */
  private static QueueReply await(
      CompletableFuture<QueueReply> future, QueueRequest request, Deadline deadline)
      throws InterruptedException {
    try {
      if (deadline.isNever()) {
        return future.get();
      }
      return future.get(deadline.remainingMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("No answer for {} of {} in time", request.op, request.queue());
      return null;
    } catch (ExecutionException e) {
      throw asClusterException(e);
    }
  }

  private static ClusterException asClusterException(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof ClusterException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ClusterUnavailableException
        ? new ClusterUnavailableException(cause.getMessage(), cause)
        : new ClusterException(String.valueOf(cause.getMessage()), cause);
  }

  private static ClusterUnavailableException noAnswer(QueueRequest request, QueueReply last) {
    RuntimeException reason = last == null ? null : last.reason;
    return new ClusterUnavailableException(
        "No node answered for the "
            + request.queue()
            + " within "
            + SEARCH_MILLIS
            + " ms; nothing was changed. Check that the cluster is complete"
            + (reason == null ? "." : ": " + reason.getMessage()),
        reason);
  }
}
