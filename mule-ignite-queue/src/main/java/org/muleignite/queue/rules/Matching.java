package org.muleignite.queue.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Who is given what, and in which order: waiting consumers and items, waiting publishers and room.
 * First come, first served. Memory operations only; not thread-safe, guarded by its queue.
 */
final class Matching {

  private final QueueRef queue;
  private final QueueIndex index;
  private final LocalNode node;
  private final Held held;
  private final Consumer<Token> expired;
  private final WaitingLine polls = new WaitingLine();
  private final WaitingLine offers = new WaitingLine();

  /** Nodes that are gone and whose claims are about to return: those items come first. */
  private final Set<UUID> awaited = new HashSet<>();

  /**
   * @param held what this node holds, for what it changes on behalf of others
   * @param expired told of a request whose time is over
   */
  Matching(QueueRef queue, QueueIndex index, LocalNode node, Held held, Consumer<Token> expired) {
    this.queue = queue;
    this.index = index;
    this.node = node;
    this.held = held;
    this.expired = expired;
  }

  /** An item for a consumer that waits, or its place. */
  void put(Waiter waiter, List<Grant> grants) {
    if (!pair(waiter, grants)) {
      offer(waiter, grants);
    }
  }

  /** Places whatever the capacity. */
  void assign(Waiter waiter, List<Grant> grants) {
    grants.add(new Grant(waiter, reserve(waiter)));
  }

  void poll(Waiter waiter, List<Grant> grants) {
    if (index.size() == 0 || !awaited.isEmpty()) {
      polls.park(waiter, node.timer(), expired);
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
    if (!awaited.isEmpty() || polls.isEmpty() || polls.first().request.op != QueueRequest.Op.TAKE) {
      return false;
    }
    Waiter consumer = polls.removeFirst();
    grants.add(new Grant(producer, consumer.token));
    grants.add(new Grant(consumer, producer.token));
    return true;
  }

  void offer(Waiter waiter, List<Grant> grants) {
    if (offers.isEmpty() && fits(waiter)) {
      grants.add(new Grant(waiter, admit(waiter)));
    } else {
      offers.park(waiter, node.timer(), expired);
    }
  }

  /** Whoever waited first goes first: nobody overtakes, so nobody starves. */
  void match(List<Grant> grants) {
    while (!polls.isEmpty() && index.size() > 0 && awaited.isEmpty()) {
      Waiter waiter = polls.removeFirst();
      grants.add(new Grant(waiter, index.claimHead(waiter.token)));
    }
    while (!offers.isEmpty() && fits(offers.first())) {
      Waiter waiter = offers.removeFirst();
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
    QueueRequest request = waiter.request;
    if (!request.isChange()) {
      return index.reserve(waiter.token.node(), request.tail, request.head);
    }
    long[] positions = index.reserve(node.id(), request.tail, request.head);
    // At once: a new owner that asks after this queue was closed must learn of them.
    held.reserve(queue, positions);
    return positions;
  }

  /**
   * @return null when nobody waits with that token
   */
  Waiter remove(Token token) {
    Waiter waiter = polls.remove(token);
    return waiter == null ? offers.remove(token) : waiter;
  }

  List<Waiter> removeAll() {
    List<Waiter> waiters = polls.removeAll();
    waiters.addAll(offers.removeAll());
    return waiters;
  }

  int consumers() {
    return polls.size();
  }

  int waiting() {
    return polls.size() + offers.size();
  }

  /**
   * If the dead node holds items, nothing is handed out until {@link #returned}.
   *
   * @return what it waits for
   */
  List<Token> departed(UUID dead) {
    if (index.heldBy(dead).claims.length > 0) {
      awaited.add(dead);
    }
    List<Token> tokens = polls.of(dead);
    tokens.addAll(offers.of(dead));
    return tokens;
  }

  void returned(UUID dead, List<Grant> grants) {
    if (awaited.remove(dead)) {
      match(grants);
    }
  }
}
