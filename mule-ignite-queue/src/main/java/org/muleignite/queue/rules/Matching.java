package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Who is given what, and in which order: waiting consumers and items, waiting publishers and room.
 * First come, first served. Memory operations only; not thread-safe, guarded by its queue.
 */
final class Matching {

  /** Told when somebody's time is over. */
  interface Alarm {

    void expired(Token token);

    void standbyOver();
  }

  private final QueueRef queue;
  private final QueueIndex index;
  private final LocalNode node;
  private final Held held;
  private final Alarm alarm;
  private final WaitingLine polls = new WaitingLine();
  private final WaitingLine offers = new WaitingLine();
  private final Standby standby = new Standby(System::nanoTime);

  /** Nodes that are gone and whose claims are about to return: those items come first. */
  private final Set<UUID> awaited = new HashSet<>();

  /**
   * @param held what this node holds, for what it changes on behalf of others
   * @param alarm called outside of the guard
   */
  Matching(QueueRef queue, QueueIndex index, LocalNode node, Held held, Alarm alarm) {
    this.queue = queue;
    this.index = index;
    this.node = node;
    this.held = held;
    this.alarm = alarm;
  }

  /** An item for a consumer that waits, or its place, now or a little later. */
  void put(Waiter producer, List<Grant> grants) {
    if (isTakerNext()) {
      pair(producer, polls.removeFirst(), grants);
    } else if (polls.isEmpty() && standsBy()) {
      standby.join(producer);
      standby.watch(node.timer(), alarm::standbyOver);
    } else {
      offer(producer, grants);
    }
  }

  /** Behind others in any case: they came first. */
  private boolean standsBy() {
    return !standby.producers().isEmpty() || standby.isUseful(index.size());
  }

  /** Places whatever the capacity. */
  void assign(Waiter waiter, List<Grant> grants) {
    grants.add(new Grant(waiter, reserve(waiter)));
  }

  void poll(Waiter consumer, List<Grant> grants) {
    boolean takes = isTaker(consumer);
    if (takes) {
      standby.consumerCame();
    }
    if (index.size() > 0 && awaited.isEmpty()) {
      grants.add(new Grant(consumer, index.claimHead(consumer.token)));
      match(grants);
    } else if (takes && isProducerNext()) {
      pair(standby.producers().removeFirst(), consumer, grants);
    } else {
      polls.park(consumer, node.timer(), alarm::expired);
    }
  }

  private boolean isTakerNext() {
    return awaited.isEmpty() && !polls.isEmpty() && isTaker(polls.first());
  }

  private static boolean isTaker(Waiter consumer) {
    return consumer.request.op == QueueRequest.Op.TAKE;
  }

  private boolean isProducerNext() {
    return awaited.isEmpty() && polls.isEmpty() && !standby.producers().isEmpty();
  }

  /**
   * Brings a producer together with a consumer that works outside of a transaction: an item that is
   * used at once need not be stored first. Nothing is remembered here; whoever of the two is let
   * down asks again.
   */
  private static void pair(Waiter producer, Waiter consumer, List<Grant> grants) {
    grants.add(new Grant(producer, consumer.token));
    grants.add(new Grant(consumer, producer.token));
  }

  void offer(Waiter waiter, List<Grant> grants) {
    if (offers.isEmpty() && fits(waiter)) {
      grants.add(new Grant(waiter, admit(waiter)));
    } else {
      offers.park(waiter, node.timer(), alarm::expired);
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

  /** What became of positions was told: room was made, and puts that were on their way ended. */
  void settled(Settlement settlement, List<Grant> grants) {
    match(grants);
    if (standby.isEnd(settlement)) {
      release(grants);
    }
  }

  /** Somebody may have stood by for long enough. */
  void standbyOver(List<Grant> grants) {
    standby.overdue().forEach(producer -> offer(producer, grants));
    release(grants);
    standby.watch(node.timer(), alarm::standbyOver);
  }

  /** Those that stay must have somebody before them whose end they wait for. */
  private void release(List<Grant> grants) {
    List<Waiter> released = standby.release();
    while (!released.isEmpty()) {
      released.forEach(producer -> offer(producer, grants));
      released = standby.release();
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
    if (request.op == QueueRequest.Op.PUT) {
      standby.filling(positions[0]);
    }
    return positions;
  }

  /**
   * @return null when nobody waits with that token
   */
  Waiter remove(Token token) {
    Waiter waiter = null;
    for (WaitingLine line : lines()) {
      waiter = waiter == null ? line.remove(token) : waiter;
    }
    return waiter;
  }

  List<Waiter> removeAll() {
    List<Waiter> waiters = new ArrayList<>();
    lines().forEach(line -> waiters.addAll(line.removeAll()));
    return waiters;
  }

  private List<WaitingLine> lines() {
    return Arrays.asList(polls, offers, standby.producers());
  }

  int consumers() {
    return polls.size();
  }

  int waiting() {
    return lines().stream().mapToInt(WaitingLine::size).sum();
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
    List<Token> tokens = new ArrayList<>();
    lines().forEach(line -> tokens.addAll(line.of(dead)));
    return tokens;
  }

  void returned(UUID dead, List<Grant> grants) {
    if (awaited.remove(dead)) {
      match(grants);
    }
  }
}
