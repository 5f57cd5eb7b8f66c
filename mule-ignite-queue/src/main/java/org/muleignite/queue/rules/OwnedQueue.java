package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One queue at its owner: hands out the head, assigns positions, parks who must wait.
 *
 * <p>First come, first served, for items and for room. Thread-safe: one lock for each queue, held
 * for memory operations only; waiters are told outside of it. Never blocks.
 */
final class OwnedQueue {

  private final QueueRef queue;
  private final QueueIndex index;
  private final LocalNode node;
  private final Map<UUID, Holdings> inherited;
  private final Map<Token, Waiter> polls = new LinkedHashMap<>();
  private final Map<Token, Waiter> offers = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param inherited what the nodes held when this node became the owner
   */
  OwnedQueue(QueueRef queue, QueueIndex index, LocalNode node, Map<UUID, Holdings> inherited) {
    this.queue = queue;
    this.index = index;
    this.node = node;
    this.inherited = inherited;
  }

  QueueRef ref() {
    return queue;
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
        poll(waiter, grants);
        break;
      case PUT:
        if (!pair(waiter, grants)) {
          offer(waiter, grants);
        }
        break;
      case ROOM:
        offer(waiter, grants);
        break;
      case ASSIGN:
      case COMMIT:
        index.settle(request.settlement);
        grants.add(new Grant(waiter, reserve(waiter)));
        break;
      case SETTLE:
        settle(request.settlement);
        waiter.reply.complete(QueueReply.DONE);
        match(grants);
        break;
      case DRAIN:
        grants.add(new Grant(waiter, index.claimAll(waiter.token)));
        match(grants);
        break;
      case SIZE:
        waiter.reply.complete(QueueReply.of(null, index.size()));
        break;
      case PEEK:
        waiter.reply.complete(peek());
        break;
      default:
        throw new IllegalArgumentException("No single queue answers " + request.op + '.');
    }
  }

  private void poll(Waiter waiter, List<Grant> grants) {
    if (index.size() == 0) {
      park(polls, waiter);
    } else {
      grants.add(new Grant(waiter, index.claimHead(waiter.token)));
      match(grants);
    }
  }

  /**
   * Brings a producer together with the consumer that has waited longest, if that one works outside
   * of a transaction: an item that is used at once need not be stored first. Nothing is remembered
   * here; whoever of the two is let down asks again.
   */
  private boolean pair(Waiter producer, List<Grant> grants) {
    if (polls.isEmpty() || polls.values().iterator().next().request.op != QueueRequest.Op.TAKE) {
      return false;
    }
    Waiter consumer = unparkFirst(polls);
    grants.add(new Grant(producer, consumer.token));
    grants.add(new Grant(consumer, producer.token));
    return true;
  }

  private void offer(Waiter waiter, List<Grant> grants) {
    if (offers.isEmpty() && fits(waiter)) {
      grants.add(new Grant(waiter, admit(waiter)));
    } else {
      park(offers, waiter);
    }
  }

  /** Whoever waited first goes first: nobody overtakes, so nobody starves. */
  private void match(List<Grant> grants) {
    while (!polls.isEmpty() && index.size() > 0) {
      Waiter waiter = unparkFirst(polls);
      grants.add(new Grant(waiter, index.claimHead(waiter.token)));
    }
    while (!offers.isEmpty() && fits(offers.values().iterator().next())) {
      Waiter waiter = unparkFirst(offers);
      grants.add(new Grant(waiter, admit(waiter)));
    }
  }

  private boolean fits(Waiter waiter) {
    return index.hasRoom(waiter.request.spec.capacity(), Math.max(1, waiter.request.tail));
  }

  private long[] admit(Waiter waiter) {
    if (waiter.request.op == QueueRequest.Op.ROOM) {
      index.addRoom(waiter.token);
      return new long[0];
    }
    return reserve(waiter);
  }

  private long[] reserve(Waiter waiter) {
    UUID holder = waiter.request.isChange() ? node.id() : waiter.token.node();
    return index.reserve(holder, waiter.request.tail, waiter.request.head);
  }

  private void settle(Settlement settlement) {
    index.settle(settlement);
    for (long position : settlement.published) {
      // Reserved at an earlier owner: the item may have been found, handed out and removed since.
      if (!index.publish(position) && node.store().peekLocal(queue, position) != null) {
        index.restoreItem(position);
      }
    }
  }

  private QueueReply peek() {
    for (long head = index.head(); head != QueueIndex.NONE; head = index.head()) {
      byte[] item = node.store().peekLocal(queue, head);
      if (item != null) {
        return QueueReply.of(item, head);
      }
      if (!node.owns(queue)) {
        return QueueReply.MOVED;
      }
      index.forgetHead(head);
    }
    return QueueReply.EMPTY;
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
    byte[] item = node.store().peekLocal(queue, position);
    if (item != null) {
      waiter.reply.complete(QueueReply.of(item, position));
    } else if (!node.owns(queue)) {
      close();
      waiter.reply.complete(QueueReply.MOVED);
    } else {
      // The index was built while this item's removal was under way: there is nothing to hand out.
      List<Grant> grants = new ArrayList<>(1);
      synchronized (this) {
        index.removeClaim(position, waiter.token);
        poll(waiter, grants);
      }
      deliver(grants);
    }
  }

  private void park(Map<Token, Waiter> parked, Waiter waiter) {
    if (closed) {
      waiter.reply.complete(QueueReply.MOVED);
      return;
    }
    if (waiter.deadline.hasPassed()) {
      waiter.reply.complete(QueueReply.EMPTY);
      return;
    }
    parked.put(waiter.token, waiter);
    if (!waiter.deadline.isNever()) {
      waiter.timer =
          node.timer()
              .schedule(
                  () -> cancel(waiter.token),
                  waiter.deadline.remainingMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  private static Waiter unparkFirst(Map<Token, Waiter> parked) {
    Waiter first = parked.values().iterator().next();
    parked.remove(first.token);
    first.stopTimer();
    return first;
  }

  /** The request of that token goes away empty, if it still waits. */
  void cancel(Token token) {
    Waiter waiter;
    List<Grant> grants = new ArrayList<>(0);
    synchronized (this) {
      waiter = polls.remove(token);
      if (waiter == null) {
        waiter = offers.remove(token);
      }
      if (waiter != null) {
        waiter.stopTimer();
        match(grants);
      }
    }
    if (waiter != null) {
      waiter.reply.complete(QueueReply.EMPTY);
    }
    deliver(grants);
  }

  /** Sends everybody who waits to the present owner; idempotent. */
  void close() {
    List<Waiter> waiters;
    synchronized (this) {
      closed = true;
      waiters = new ArrayList<>(polls.values());
      waiters.addAll(offers.values());
      polls.clear();
      offers.clear();
    }
    for (Waiter waiter : waiters) {
      waiter.stopTimer();
      waiter.reply.complete(QueueReply.MOVED);
    }
  }

  synchronized int waiting() {
    return polls.size() + offers.size();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Drops what a dead node waits for. */
  void dropWaiters(UUID dead) {
    List<Token> tokens;
    synchronized (this) {
      tokens = new ArrayList<>(polls.keySet());
      tokens.addAll(offers.keySet());
    }
    tokens.removeIf(token -> !token.node().equals(dead));
    tokens.forEach(this::cancel);
  }

  synchronized Holdings heldBy(UUID holder) {
    return index.heldBy(holder);
  }

  synchronized Map<Long, UUID> claimed() {
    return index.claimed();
  }
}
