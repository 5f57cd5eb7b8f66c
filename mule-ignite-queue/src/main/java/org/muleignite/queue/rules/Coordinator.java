package org.muleignite.queue.rules;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;

/**
 * Puts or removes, at the owner, one item of a queue for whichever node asks: one message instead
 * of three, and what several nodes want at the same time is merged. For other nodes it leaves a
 * receipt, so that they learn from the next owner what became of their put. Thread-safe.
 */
final class Coordinator {

  private final LocalNode node;
  private final Desk desk;
  private final Held held;

  Coordinator(LocalNode node, Desk desk, Held held) {
    this.node = node;
    this.desk = desk;
    this.held = held;
  }

  /**
   * @param positions for the items, reserved for this node and entered as held by it
   * @return never completes exceptionally
   */
  CompletableFuture<QueueReply> commit(
      OwnedQueue queue, UUID sender, QueueRequest request, long[] positions) {
    Change change = change(queue, sender, request, positions);
    boolean tellsEnds = change.steps().size() > 1;
    return desk.committer()
        .commitLater(change)
        .handle(
            (done, failure) -> {
              if (failure == null && tellsEnds) {
                queue.recordedEnds().told(positions[0]);
              }
              return failure;
            })
        .thenCompose(failure -> settle(queue, sender, request, new Outcome(positions, failure)));
  }

  private Change change(OwnedQueue owned, UUID sender, QueueRequest request, long[] positions) {
    QueueRef queue = owned.ref();
    Load load = request.load;
    if (positions.length == 0) {
      EntryKey item = queue.item(load.claims[0]);
      // A copy may still have what an earlier attempt has removed from the others.
      return load.repeated ? new Change().drop(item) : new Change().remove(item);
    }
    Change put = new Change().put(queue.item(positions[0]), load.items[0]);
    boolean mine = sender.equals(node.id());
    if (mine && owned.recordedEnds().cover(positions[0])) {
      // An entry more makes a change slower, and nobody asks a later owner about this one.
      return put;
    }
    Receipts receipts = new Receipts(new Ends(owned.firstPosition()).with(positions[0]));
    if (!mine) {
      receipts.add(sender, request.ticket, load.lowest);
    }
    return put.record(queue.header(), receipts);
  }

  /** What became of a change. */
  private static final class Outcome {

    final long[] positions;
    final Throwable failure;

    Outcome(long[] positions, Throwable failure) {
      this.positions = positions;
      this.failure = failure;
    }
  }

  private CompletableFuture<QueueReply> settle(
      OwnedQueue queue, UUID sender, QueueRequest request, Outcome outcome) {
    QueueReply reply = reply(outcome.failure);
    Settlement settlement;
    if (outcome.failure == null) {
      settlement = new Settlement(sender, request.load.claims, outcome.positions, Holdings.NONE);
    } else if (reply.status == QueueReply.Status.UNKNOWN) {
      // Shown as if they were there: an item that turns out not to be is never handed out.
      settlement = Settlement.published(sender, outcome.positions);
    } else {
      Holdings reserved = Holdings.ofReservations(outcome.positions);
      settlement = Settlement.released(node.id(), reserved);
    }
    held.drop(queue.ref(), settlement);
    return tell(queue, request.spec, settlement).thenApply(told -> reply);
  }

  /** This queue, or whoever owns it by now. */
  private CompletableFuture<Void> tell(OwnedQueue queue, QueueSpec spec, Settlement settlement) {
    return queue
        .handle(node.id(), QueueRequest.settle(spec, settlement))
        .thenCompose(
            told ->
                told.isMoved()
                    ? CompletableFuture.runAsync(
                        () -> desk.settle(spec, settlement), node.committers())
                    : CompletableFuture.completedFuture(null));
  }

  private static QueueReply reply(Throwable failure) {
    if (failure == null) {
      return QueueReply.DONE;
    }
    Throwable cause = Causes.unwrapped(failure);
    return QueueReply.failed(status(cause), String.valueOf(cause.getMessage()));
  }

  private static QueueReply.Status status(Throwable cause) {
    if (cause instanceof ChangeConflictException) {
      return QueueReply.Status.CONFLICT;
    }
    return cause instanceof OutcomeUnknownException || !(cause instanceof ClusterException)
        ? QueueReply.Status.UNKNOWN
        : QueueReply.Status.REFUSED;
  }
}
