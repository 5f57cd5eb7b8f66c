package org.muleignite.queue.rules;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.muleignite.cluster.api.MembershipChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues that this node owns, and its answers to all questions about queues. Indexes are built
 * when first asked for and dropped when another node turns out to be the owner. Thread-safe; waits
 * for no other node: what may take long happens on the workers.
 */
final class QueueOwners {

  private static final int DROP_CHUNK = 256;
  private static final Logger LOG = LoggerFactory.getLogger(QueueOwners.class);

  private final LocalNode node;
  private final Held held;
  private final IndexBuilder builder;
  private final Committer committer;
  private final Rooms rooms;

  /** Those that bring the messages of other nodes. */
  private final Executor receiving;

  private final OpenQueues queues;
  private final Redo redo;
  private final Doomed doomed = new Doomed();
  private final Reclaimer reclaimer;
  private volatile Coordinator coordinator;

  /** Whether this node stops: who asks is to find the next owner. */
  private volatile boolean closed;

  QueueOwners(LocalNode node, Held held, IndexBuilder builder, Redo redo, Rooms rooms) {
    this.node = node;
    this.rooms = rooms;
    this.receiving = new BorrowedThreads(node.committers());
    this.held = held;
    this.builder = builder;
    this.committer = redo.committer();
    this.redo = redo;
    this.reclaimer = new Reclaimer(node, builder, committer);
    this.queues = new OpenQueues(node, builder, reclaimer);
  }

  /** How other nodes are asked; before the first question. */
  void connect(
      BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> send, Coordinator commits) {
    queues.connect(send);
    this.coordinator = commits;
  }

  /**
   * @return completes exceptionally with a {@link java.util.concurrent.RejectedExecutionException},
   *     which may also be thrown, when this node stops in the middle: nobody knows here what became
   *     of it
   */
  CompletableFuture<QueueReply> handle(UUID sender, QueueRequest request) {
    QueueRef queue = request.queue();
    switch (request.op) {
      case HELD:
        return done(report(sender, request));
      case VERIFY:
        return done(QueueReply.of(held.present(queue)));
      case TRANSFER:
        boolean taken = node.membership().mayAct() && held.transfer(request);
        return done(taken ? QueueReply.DONE : QueueReply.EMPTY);
      case CANCEL:
        queues.cancel(queue, new Token(sender, request.ticket));
        return done(QueueReply.DONE);
      case DELEGATE:
      case RETURN:
        return closed ? done(QueueReply.MOVED) : queues.moves().handle(sender, request);
      default:
        if (!closed && node.owns(queue)) {
          return answer(sender, request);
        }
        queues.lose(queue);
        return done(node.delegations().moved(queue));
    }
  }

  /**
   * @return MOVED as long as this node does not see the new owner: until then it may still be
   *     granted, or grant as the earlier owner, what the new one would not know of
   */
  private QueueReply report(UUID newOwner, QueueRequest question) {
    QueueRef queue = question.queue();
    if (!node.delegations().admit(newOwner, question)) {
      return QueueReply.MOVED;
    }
    if (!newOwner.equals(node.id())) {
      queues.lose(queue);
    }
    return QueueReply.of(held.report(queue, newOwner));
  }

  private CompletableFuture<QueueReply> answer(UUID sender, QueueRequest request) {
    if (request.op == QueueRequest.Op.DISPOSE) {
      return queues.end(sender, request.spec, queue -> removeAll(request.spec, queue));
    }
    Set<Long> doomedItems = doomed.settle(request.queue(), request.settlement);
    if (!doomedItems.isEmpty()) {
      Change discard = new Change();
      doomedItems.forEach(position -> discard.drop(request.queue().item(position)));
      QueueRequest rest = request.with(request.settlement.withRemoved(doomedItems));
      return CompletableFuture.runAsync(() -> committer.commit(discard), node.workers())
          .thenCompose(done -> forward(sender, rest));
    }
    return forward(sender, request);
  }

  private CompletableFuture<QueueReply> forward(UUID sender, QueueRequest request) {
    QueueRef queue = request.queue();
    Opening opening = queues.present(queue);
    if (opening == null) {
      if (request.op == QueueRequest.Op.SETTLE && request.settlement.published.length == 0) {
        // Nobody remembers the claim: whoever builds the index finds the items as they are.
        return done(QueueReply.DONE);
      }
      opening = queues.open(sender, request.spec);
    }
    queues.moves().used(opening, sender, request.spec);
    CompletableFuture<OwnedQueue> turn = opening.inTurn();
    return turn.isDone() && !turn.isCompletedExceptionally()
        ? ask(turn.join(), sender, request)
        : turn.thenCompose(built -> ask(built, sender, request));
  }

  private CompletableFuture<QueueReply> ask(OwnedQueue built, UUID sender, QueueRequest request) {
    if (built.isClosed()) {
      queues.lose(request.queue());
      return done(QueueReply.MOVED);
    }
    if (!request.isBringing()) {
      return enter(built, sender, request);
    }
    CompletableFuture<Void> room = rooms.check(request.queue(), request.load.bytes());
    return room.isDone() && !room.isCompletedExceptionally()
        ? enter(built, sender, request)
        : room.thenComposeAsync(found -> enter(built, sender, request), node.committers());
  }

  private CompletableFuture<QueueReply> enter(OwnedQueue built, UUID sender, QueueRequest request) {
    if (!request.isChange()) {
      return built.handle(sender, request);
    }
    return request.load.repeated && request.load.items.length > 0
        ? CompletableFuture.supplyAsync(() -> isDone(sender, request), node.committers())
            .thenCompose(done -> done ? done(QueueReply.DONE) : change(built, sender, request))
        : change(built, sender, request);
  }

  private CompletableFuture<QueueReply> change(
      OwnedQueue built, UUID sender, QueueRequest request) {
    CompletableFuture<QueueReply> granted = built.handle(sender, request);
    // Room that others make is told on their thread, which may be one of the engine.
    Executor where = granted.isDone() ? threadFor(sender) : node.committers();
    return granted.thenCompose(
        reply ->
            reply.isOk()
                ? done(reply)
                    .thenComposeAsync(
                        place -> coordinator.commit(built, sender, request, place.positions), where)
                : done(reply));
  }

  private Executor threadFor(UUID sender) {
    return sender.equals(node.id()) ? Runnable::run : receiving;
  }

  /** What the earlier owner did before it was lost. */
  private boolean isDone(UUID sender, QueueRequest request) {
    byte[] header = committer.read(request.queue().header());
    return header != null && QueueHeader.decode(header).receipts().contains(sender, request.ticket);
  }

  private void removeAll(QueueSpec spec, OwnedQueue queue) {
    QueueRequest drain = new QueueRequest(QueueRequest.Op.DRAIN, spec, node.nextTicket(), 0);
    long[] positions = queue.handle(node.id(), drain).join().positions;
    Map<Long, UUID> claims = queue.claimed();
    Change change = new Change();
    for (int i = 0; i < positions.length; i++) {
      claims.remove(positions[i]);
      change.drop(spec.ref().item(positions[i]));
      if (i % DROP_CHUNK == DROP_CHUNK - 1) {
        committer.commit(change);
        change = new Change();
      }
    }
    committer.commit(change.drop(spec.ref().header()));
    doomed.add(spec.ref(), claims);
  }

  /**
   * Drops what a departed node waits for, and takes back what it held once it is fenced and what it
   * had decided is done.
   */
  void membersChanged(MembershipChange change) {
    if (!change.isDeparture()) {
      builder.joined(change.node());
      return;
    }
    UUID dead = change.node();
    node.departed(dead);
    queues.all().forEach(future -> future.thenAccept(queue -> queue.departed(dead)));
    builder
        .departed(dead)
        .thenCompose(fenced -> redo.ofNode(dead))
        .thenRunAsync(() -> takeBack(dead), node.workers())
        .exceptionally(failure -> giveUp(dead, failure));
    node.delegations().departed(dead);
  }

  /** Better an item that comes late than a queue that stands still. */
  private Void giveUp(UUID dead, Throwable failure) {
    LOG.warn("What node {} had taken could not be taken back now.", dead, failure);
    queues.all().forEach(future -> future.thenAccept(queue -> queue.returned(dead)));
    return null;
  }

  private void takeBack(UUID dead) {
    queues
        .all()
        .forEach(
            future ->
                future.thenAcceptAsync(queue -> reclaimer.takeBack(queue, dead), node.workers()));
    Change discard = doomed.settle(dead);
    if (!discard.isEmpty()) {
      committer.commit(discard);
    }
  }

  /** The queues that are open here. */
  OpenQueues queues() {
    return queues;
  }

  /** Sends everybody who waits or comes here away; for the stop of the node. */
  void close() {
    closed = true;
    queues.loseAll();
  }

  private static CompletableFuture<QueueReply> done(QueueReply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
