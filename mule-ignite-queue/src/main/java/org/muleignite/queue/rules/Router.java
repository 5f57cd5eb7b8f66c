package org.muleignite.queue.rules;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
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
 * block and honour interruption.
 */
final class Router {

  /** The service under which the owners are asked. */
  static final String SERVICE = "queue";

  /** How long nobody may own a queue before the caller is told; longer than a failure takes. */
  static final long SEARCH_MILLIS = 30_000;

  /**
   * How long one question may stay unanswered or parked before it is asked anew: bounds what a lost
   * message or a stuck owner can cost somebody who would wait for ever.
   */
  static final long ATTEMPT_MILLIS = 5_000;

  /** How long the owner may take beyond the caller's own timeout. */
  private static final long GRACE_MILLIS = 500;

  /** A changed topology wakes the waiting earlier. */
  private static final long PAUSE_MILLIS = 50;

  static final QueueReply UNANSWERED =
      QueueReply.moved(new ClusterUnavailableException("The owner does not answer."));

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final LocalNode node;
  private final NodeMessenger messenger;
  private final QueueOwners owners;
  private final Object topology = new Object();

  Router(LocalNode node, NodeMessenger messenger, QueueOwners owners) {
    this.node = node;
    this.messenger = messenger;
    this.owners = owners;
  }

  /** Asks a question that may safely be asked twice and grants nothing. */
  QueueReply ask(QueueRequest request) throws InterruptedException {
    Deadline search = Deadline.after(SEARCH_MILLIS);
    while (true) {
      node.membership().checkMember();
      UUID owner = node.ownerOf(request.queue());
      QueueReply reply = await(send(owner, request), request, ATTEMPT_MILLIS);
      if (!reply.isMoved()) {
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

  /** Asks that node once, whether it owns the queue or not; does not react to interruption. */
  QueueReply askOnceUninterruptibly(UUID to, QueueRequest request) {
    return awaitUninterruptibly(send(to, request), request, ATTEMPT_MILLIS);
  }

  /** Asks without waiting, again until somebody answers or the cluster is gone. */
  void askLater(QueueRequest request, Runnable answered) {
    askLater(request, answered, Deadline.after(SEARCH_MILLIS));
  }

  private void askLater(QueueRequest request, Runnable answered, Deadline search) {
    try {
      send(node.ownerOf(request.queue()), request)
          .whenComplete(
              (reply, failure) -> {
                if (reply != null && !reply.isMoved()) {
                  answered.run();
                } else {
                  askAgain(request, answered, search);
                }
              });
    } catch (ClusterException e) {
      LOG.debug("{} cannot be asked any more", request.queue(), e);
      answered.run();
    }
  }

  private void askAgain(QueueRequest request, Runnable answered, Deadline search) {
    try {
      if (!search.hasPassed()) {
        node.timer()
            .schedule(
                () -> askLater(request, answered, search), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return;
      }
      LOG.warn("No owner of {} could be told: {}", request.queue(), request.op);
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
    }
    answered.run();
  }

  /** The asker no longer waits. */
  void cancel(UUID asked, QueueRequest request) {
    send(asked, new QueueRequest(QueueRequest.Op.CANCEL, request.spec, request.ticket, 0))
        .exceptionally(gone -> QueueReply.DONE);
  }

  /**
   * Answers another node. One that stops in the middle tells it to look for the next owner, who
   * finds out what became of a change.
   */
  CompletableFuture<byte[]> answer(UUID sender, QueueRequest request) {
    return handled(sender, request)
        .handle(
            (reply, failure) -> {
              if (failure != null) {
                throw asClusterException(failure);
              }
              return Wire.encode(reply);
            });
  }

  private CompletableFuture<QueueReply> handled(UUID sender, QueueRequest request) {
    try {
      return owners.handle(sender, request);
    } catch (RejectedExecutionException e) {
      CompletableFuture<QueueReply> stopping = new CompletableFuture<>();
      stopping.completeExceptionally(e);
      return stopping;
    }
  }

  /** Completes exceptionally only with what the owner itself refused. */
  CompletableFuture<QueueReply> send(UUID to, QueueRequest request) {
    if (to == null) {
      return CompletableFuture.completedFuture(noOwner(request));
    }
    CompletableFuture<QueueReply> reply =
        to.equals(node.id())
            ? handled(to, request)
            : messenger.request(to, SERVICE, Wire.encode(request)).thenApply(Wire::reply);
    return reply.handle(
        (answer, failure) -> {
          QueueReply outcome = outcome(to, request, answer, failure);
          if (outcome.isMoved()) {
            node.delegations().learn(request.queue(), to, outcome);
          }
          return outcome;
        });
  }

  private static QueueReply outcome(
      UUID to, QueueRequest request, QueueReply answer, Throwable failure) {
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
  }

  static QueueReply noOwner(QueueRequest request) {
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

  void pause(QueueRequest request, QueueReply last, Deadline search) throws InterruptedException {
    if (last.isRedirect() && !last.partner().node().equals(node.id())) {
      return;
    }
    LOG.debug("{}: no answer to {}, the owner is looked for again", request.queue(), request.op);
    if (search.hasPassed()) {
      throw noAnswer(request, last);
    }
    synchronized (topology) {
      // Bounded: not every move of a queue is announced by a change of the members.
      topology.wait(PAUSE_MILLIS);
    }
  }

  static QueueReply await(CompletableFuture<QueueReply> future, QueueRequest request, long millis)
      throws InterruptedException {
    try {
      return future.get(millis + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("No answer for {} of {} in time", request.op, request.queue());
      return UNANSWERED;
    } catch (ExecutionException e) {
      throw asClusterException(e);
    }
  }

  static QueueReply awaitUninterruptibly(
      CompletableFuture<QueueReply> future, QueueRequest request, long millis) {
    Deadline deadline = Deadline.after(millis);
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return await(future, request, deadline.remainingMillis());
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

  private static ClusterException asClusterException(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof ClusterException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RejectedExecutionException) {
      return new ClusterUnavailableException("The node is stopping.", cause);
    }
    return cause instanceof ClusterUnavailableException
        ? new ClusterUnavailableException(cause.getMessage(), cause)
        : new ClusterException(String.valueOf(cause.getMessage()), cause);
  }

  private static ClusterUnavailableException noAnswer(QueueRequest request, QueueReply last) {
    RuntimeException reason = last.reason;
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
