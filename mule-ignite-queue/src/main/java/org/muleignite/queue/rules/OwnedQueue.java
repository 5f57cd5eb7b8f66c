package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One queue at its owner: hands out the head, assigns positions, parks who must wait.
 *
 * <p>First come, first served, for items and for room. Thread-safe: one lock for each queue, held
 * for memory operations only; waiters are told outside of it. Never blocks.
 */
final class OwnedQueue implements Matching.Alarm {

  private final QueueRef queue;
  private final QueueIndex index;
  private final LocalNode node;
  private final Map<UUID, Holdings> inherited;
  private final Matching matching;
  private final RecordedEnds recorded;
  private boolean closed;

  /**
   * @param held what this node holds of all queues
   * @param inherited what the nodes held when this node became the owner
   */
  OwnedQueue(
      QueueRef queue, QueueIndex index, LocalNode node, Held held, Map<UUID, Holdings> inherited) {
    this.queue = queue;
    this.index = index;
    this.node = node;
    this.inherited = inherited;
    this.matching = new Matching(queue, index, node, held, this);
    this.recorded = new RecordedEnds(index.firstPosition());
  }

  QueueRef ref() {
    return queue;
  }

  /** Where its positions start, towards both ends. */
  long firstPosition() {
    return index.firstPosition();
  }

  /** What its header tells about the last puts. */
  RecordedEnds recordedEnds() {
    return recorded;
  }

  Map<UUID, Holdings> inherited() {
    return inherited;
  }

  /**
   * @return {@link QueueReply#MOVED} once this queue was closed, and to nodes that are gone
   */
  CompletableFuture<QueueReply> handle(UUID sender, QueueRequest request) {
    Waiter waiter = new Waiter(new Token(sender, request.ticket), request);
    List<Grant> grants = new ArrayList<>(1);
    synchronized (this) {
      if (closed || node.hasDeparted(sender)) {
        return CompletableFuture.completedFuture(QueueReply.MOVED);
      }
      decide(waiter, grants);
    }
    deliver(grants);
    return waiter.reply;
  }

  private void decide(Waiter waiter, List<Grant> grants) {
    QueueRequest request = waiter.request;
    switch (request.op) {
      case POLL:
      case TAKE:
        matching.poll(waiter, grants);
        break;
      case PUT:
        matching.put(waiter, grants);
        break;
      case ROOM:
        matching.offer(waiter, grants);
        break;
      case ASSIGN:
      case COMMIT:
        index.settle(request.settlement);
        matching.assign(waiter, grants);
        break;
      case SETTLE:
        settle(waiter);
        matching.settled(request.settlement, grants);
        break;
      case DRAIN:
        grants.add(new Grant(waiter, index.claimAll(waiter.token)));
        matching.match(grants);
        break;
      case PICK:
        pick(waiter, grants);
        break;
      default:
        show(waiter);
    }
  }

  private void pick(Waiter waiter, List<Grant> grants) {
    long position = waiter.request.load.claims[0];
    if (index.claim(position, waiter.token)) {
      grants.add(new Grant(waiter, position));
    } else {
      waiter.reply.complete(QueueReply.EMPTY);
    }
  }

  /** What changes nothing. */
  private void show(Waiter waiter) {
    switch (waiter.request.op) {
      case SIZE:
        waiter.reply.complete(QueueReply.of(null, index.size()));
        break;
      case LIST:
        waiter.reply.complete(QueueReply.of(null, index.ready(waiter.request.tail)));
        break;
      case PEEK:
        peek(waiter);
        break;
      default:
        throw new IllegalArgumentException("No single queue answers " + waiter.request.op + '.');
    }
  }

  private void settle(Waiter waiter) {
    Settlement settlement = waiter.request.settlement;
    index.settle(settlement);
    CompletableFuture<?> all = CompletableFuture.completedFuture(null);
    for (long position : settlement.published) {
      // Reserved at an earlier owner: the item may have been found, handed out and removed since.
      if (!index.publish(position)) {
        all = CompletableFuture.allOf(all, find(position));
      }
    }
    all.whenComplete(
        (found, failure) ->
            waiter.reply.complete(failure == null && !isClosed() ? QueueReply.DONE : moved()));
  }

  private CompletableFuture<Void> find(long position) {
    return node.look(queue, position)
        .thenAccept(
            item -> {
              if (item != null) {
                whileOpen(grants -> restore(position, grants));
              }
            });
  }

  private void restore(long position, List<Grant> grants) {
    index.restoreItem(position);
    matching.match(grants);
  }

  private void peek(Waiter waiter) {
    long head = index.head();
    if (head == QueueIndex.NONE) {
      waiter.reply.complete(QueueReply.EMPTY);
    } else {
      node.item(queue, head).whenComplete((item, failure) -> peeked(waiter, head, item, failure));
    }
  }

  private void peeked(Waiter waiter, long head, byte[] item, Throwable failure) {
    if (!isAnswered(waiter, head, item, failure)) {
      synchronized (this) {
        index.forgetHead(head);
        peek(waiter);
      }
    }
  }

  /**
   * @return false when there is no such item: the index was built while its removal was under way
   */
  private boolean isAnswered(Waiter waiter, long position, byte[] item, Throwable failure) {
    if (item == null && failure == null && node.owns(queue)) {
      return false;
    }
    waiter.reply.complete(item == null ? moved() : QueueReply.of(item, position));
    return true;
  }

  /** What this index says cannot be relied on any more: whoever asks next builds it anew. */
  private QueueReply moved() {
    close();
    return QueueReply.MOVED;
  }

  private void deliver(List<Grant> grants) {
    for (Grant grant : grants) {
      if (grant.pairing != null) {
        grant.waiter.reply.complete(grant.pairing);
      } else if (grant.waiter.isPoll()) {
        deliverItem(grant.waiter, grant.positions[0]);
      } else {
        grant.waiter.reply.complete(QueueReply.of(null, grant.positions));
      }
    }
  }

  private void deliverItem(Waiter waiter, long position) {
    node.item(queue, position)
        .whenComplete((item, failure) -> delivered(waiter, position, item, failure));
  }

  private void delivered(Waiter waiter, long position, byte[] item, Throwable failure) {
    if (isAnswered(waiter, position, item, failure)) {
      return;
    }
    whileOpen(
        grants -> {
          index.removeClaim(position, waiter.token);
          matching.poll(waiter, grants);
        });
    if (isClosed()) {
      waiter.reply.complete(QueueReply.MOVED);
    }
  }

  /**
   * Nobody listens to the answer any more: what it grants must not be missing when the same asker
   * asks again.
   */
  void cancel(Token token) {
    expired(token);
    whileOpen(
        grants -> {
          index.release(token);
          matching.match(grants);
        });
  }

  /** The request of that token goes away empty, if it still waits. */
  @Override
  public void expired(Token token) {
    Waiter waiter;
    synchronized (this) {
      waiter = matching.remove(token);
    }
    if (waiter != null) {
      waiter.reply.complete(QueueReply.EMPTY);
      whileOpen(matching::match);
    }
  }

  /** Sends everybody who waits to the present owner; idempotent. */
  void close() {
    List<Waiter> waiters;
    synchronized (this) {
      closed = true;
      waiters = matching.removeAll();
    }
    waiters.forEach(waiter -> waiter.reply.complete(QueueReply.MOVED));
  }

  synchronized int waiting() {
    return matching.waiting();
  }

  synchronized QueueDepth depth() {
    return new QueueDepth(queue, node.id(), index.size(), index.taken(), matching.consumers());
  }

  synchronized boolean isInUse() {
    return matching.waiting() > 0 || index.isHeld();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Drops what a dead node waits for. If it holds items, nothing is handed out until {@link
   * #returned}: they are the oldest, and must not be overtaken.
   */
  void departed(UUID dead) {
    List<Token> tokens;
    synchronized (this) {
      tokens = matching.departed(dead);
    }
    tokens.forEach(this::expired);
  }

  /** What the dead node held is dealt with. */
  void returned(UUID dead) {
    whileOpen(grants -> matching.returned(dead, grants));
  }

  @Override
  public void standbyOver() {
    whileOpen(matching::standbyOver);
  }

  private void whileOpen(Consumer<List<Grant>> step) {
    List<Grant> grants = new ArrayList<>(1);
    synchronized (this) {
      if (!closed) {
        step.accept(grants);
      }
    }
    deliver(grants);
  }

  synchronized Holdings heldBy(UUID holder) {
    return index.heldBy(holder);
  }

  synchronized Map<Long, UUID> claimed() {
    return index.claimed();
  }
}
