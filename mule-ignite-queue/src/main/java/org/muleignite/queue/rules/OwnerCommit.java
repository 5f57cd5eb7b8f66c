package org.muleignite.queue.rules;

import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a change that concerns one queue only done by its owner. When an owner is lost before it
 * answered, the next one is told that the change may have been done, and looks it up. Thread-safe;
 * blocks until the outcome is known.
 */
final class OwnerCommit {

  /** Longer than an owner tries by itself. */
  private static final long ANSWER_MILLIS = 90_000;

  private static final Logger LOG = LoggerFactory.getLogger(OwnerCommit.class);

  private final LocalNode node;
  private final Router router;

  /** The tickets of changes that are not answered. */
  private final TreeSet<Long> open = new TreeSet<>();

  OwnerCommit(LocalNode node, Router router) {
    this.node = node;
    this.router = router;
  }

  /**
   * Puts an item at the end when there is room.
   *
   * @return OK, EMPTY when there was no room in time, or PAIRED when a consumer waits for it
   * @throws InterruptedException nothing was changed
   */
  QueueReply put(QueueSpec spec, byte[] item, Deadline deadline) throws InterruptedException {
    Load load = Load.of(new long[0], new byte[][] {item});
    long[] numbers = {0, deadline.remainingMillis(), 1, 0};
    return new Attempts(
            new QueueRequest(QueueRequest.Op.PUT, spec, numbers, QueueRequest.NOTHING, load),
            deadline)
        .run();
  }

  /**
   * Removes and puts at once, whatever the capacity. Does not react to interruption.
   *
   * @param rooms taken by the items so far
   * @throws ChangeConflictException a claimed item was gone; nothing was changed
   * @throws OutcomeUnknownException it happened as a whole or not at all
   * @throws ClusterException nothing was changed
   */
  void commit(QueueSpec spec, Load load, int tail, long[] rooms) {
    long[] numbers = {0, 0, tail, load.items.length - tail};
    Settlement convert = Settlement.released(node.id(), Holdings.ofRooms(rooms));
    QueueRequest request = new QueueRequest(QueueRequest.Op.COMMIT, spec, numbers, convert, load);
    boolean interrupted = Thread.interrupted();
    try {
      new Attempts(request, Deadline.after(0)).run();
    } catch (InterruptedException e) {
      throw new IllegalStateException("Only a wait for room can be interrupted.", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized long open() {
    long ticket = node.nextTicket();
    open.add(ticket);
    return ticket;
  }

  private synchronized void close(long ticket) {
    open.remove(ticket);
  }

  private synchronized long lowest() {
    return open.first();
  }

  /** One change and the attempts to have it done; of one thread. */
  private final class Attempts {

    private final QueueRequest request;
    private final Deadline deadline;
    private Deadline search = Deadline.after(Router.SEARCH_MILLIS);

    /** Whether an owner that did not answer may have done it. */
    private boolean perhapsDone;

    /** Kept for the end: first it must be known what became of the change. */
    private boolean interrupted;

    Attempts(QueueRequest request, Deadline deadline) {
      this.request = request;
      this.deadline = deadline;
    }

    QueueReply run() throws InterruptedException {
      long ticket = open();
      try {
        QueueReply reply = once(ticket);
        while (!isFinal(reply)) {
          reply = once(ticket);
        }
        if (reply.isOk()) {
          confirm();
        }
        return reply;
      } finally {
        close(ticket);
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /** Done, perhaps with nobody but a part of the cluster that was cut off. */
    private void confirm() {
      try {
        node.membership().confirmMember();
      } catch (ClusterUnavailableException e) {
        throw unknown(e);
      }
    }

    private boolean isFinal(QueueReply reply) throws InterruptedException {
      switch (reply.status) {
        case MOVED:
          pause(reply);
          return false;
        case EMPTY:
          if (interrupted) {
            interrupted = false;
            throw new InterruptedException();
          }
          search = Deadline.after(Router.SEARCH_MILLIS);
          return deadline.hasPassed();
        case CONFLICT:
          throw new ChangeConflictException(reply.sentence());
        case REFUSED:
          throw new ClusterException(reply.sentence());
        case UNKNOWN:
          throw new OutcomeUnknownException(reply.sentence(), null);
        default:
          return true;
      }
    }

    private QueueReply once(long ticket) throws InterruptedException {
      try {
        node.membership().checkMember();
      } catch (ClusterUnavailableException e) {
        throw perhapsDone ? unknown(e) : e;
      }
      UUID owner = node.ownerOf(request.queue());
      long wait = interrupted ? 0 : Math.min(deadline.remainingMillis(), Router.ATTEMPT_MILLIS);
      QueueRequest attempt =
          request.again(ticket, wait).with(request.load.attempt(lowest(), perhapsDone));
      CompletableFuture<QueueReply> answer = router.send(owner, attempt);
      QueueReply reply;
      try {
        reply = Router.await(answer, attempt, ANSWER_MILLIS);
      } catch (InterruptedException e) {
        // A wait for room ends; what is being done already is waited for.
        interrupted = true;
        router.cancel(owner, attempt);
        reply = Router.awaitUninterruptibly(answer, attempt, ANSWER_MILLIS);
      }
      if (reply == Router.UNANSWERED) {
        throw unknown(reply.reason);
      }
      perhapsDone |= owner != null && reply.isMoved() && reply.reason != null;
      return reply;
    }

    private void pause(QueueReply reply) throws InterruptedException {
      if (interrupted && !perhapsDone) {
        interrupted = false;
        throw new InterruptedException();
      }
      try {
        router.pause(request, reply, search);
      } catch (ClusterUnavailableException e) {
        throw perhapsDone ? unknown(e) : e;
      } catch (InterruptedException e) {
        LOG.debug("Interrupted while an owner is looked for", e);
        interrupted = true;
      }
    }

    private OutcomeUnknownException unknown(RuntimeException cause) {
      return new OutcomeUnknownException(
          "The owner of the "
              + request.queue()
              + " was lost and no other node could tell what became of a change of it; it happened"
              + " as a whole or not at all: "
              + cause.getMessage(),
          cause);
    }
  }
}
