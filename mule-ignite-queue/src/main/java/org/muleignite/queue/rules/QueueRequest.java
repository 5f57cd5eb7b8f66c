package org.muleignite.queue.rules;

import java.util.UUID;

/** What a node asks the owner of a queue, or a new owner all nodes. Immutable. */
final class QueueRequest {

  /** The questions; their order is part of the wire format. */
  enum Op {
    /** Claim the head; wait for one until the timeout. Answer: position and item. */
    POLL,
    /** Claim all items that are there. Answer: positions. */
    DRAIN,
    /** Room for one item, counted until it is converted or given back; waits. */
    ROOM,
    /** Put the item at the end as soon as there is room; wait for that until the timeout. */
    PUT,
    /** Positions for new items, whatever the capacity; converts the rooms of the settlement. */
    ASSIGN,
    /** The outcome of a commit or rollback. */
    SETTLE,
    /** The item at the head. */
    PEEK,
    /** The number of items that may be taken. */
    SIZE,
    /** Discard all items that may be taken and forget the queue. */
    DISPOSE,
    /** The asker of the ticket no longer waits. */
    CANCEL,
    /** From a new owner: what do you hold of this queue? You no longer own it. */
    HELD,
    /** Like POLL, outside of a transaction: may be answered by a TRANSFER of the producer. */
    TAKE,
    /**
     * From a producer to the asker of a TAKE: the item itself, past the cache; without an item:
     * none will come.
     */
    TRANSFER,
    /** From the owner: what do you still hold? */
    VERIFY,
    /** Remove the claimed items and put the new ones, whatever the capacity. */
    COMMIT,
    /** Claim the item at one position; does not wait. Answer: the position, if it may be taken. */
    PICK,
    /** The positions that would be handed out next, at most as many as asked for at the tail. */
    LIST,
    /** From the home: you may own the queue; the ticket is the number of the offer. */
    DELEGATE,
    /** From the delegate to the home: own the queue again; the ticket is that of the offer. */
    RETURN
  }

  static final Settlement NOTHING = Settlement.removed(null);

  final Op op;
  final QueueSpec spec;
  final long ticket;
  final long timeoutMillis;

  /** How many positions at the tail are wanted. */
  final int tail;

  /** How many positions before the head are wanted. */
  final int head;

  final Settlement settlement;

  final Load load;

  QueueRequest(Op op, QueueSpec spec, long ticket, long timeoutMillis) {
    this(op, spec, new long[] {ticket, timeoutMillis, 0, 0}, NOTHING, Load.NONE);
  }

  /**
   * @param numbers ticket, timeout in milliseconds, positions at the tail, positions at the head
   */
  QueueRequest(Op op, QueueSpec spec, long[] numbers, Settlement settlement, Load load) {
    this.op = op;
    this.spec = spec;
    this.ticket = numbers[0];
    this.timeoutMillis = numbers[1];
    this.tail = (int) numbers[2];
    this.head = (int) numbers[3];
    this.settlement = settlement;
    this.load = load;
  }

  static QueueRequest of(Op op, QueueSpec spec) {
    return new QueueRequest(op, spec, 0, 0);
  }

  static QueueRequest settle(QueueSpec spec, Settlement settlement) {
    return new QueueRequest(Op.SETTLE, spec, new long[4], settlement, Load.NONE);
  }

  /**
   * @param ticket of the TAKE that waits
   * @param item null when none will come
   */
  static QueueRequest transfer(QueueSpec spec, long ticket, byte[] item) {
    byte[][] items = item == null ? new byte[0][] : new byte[][] {item};
    return new QueueRequest(
        Op.TRANSFER, spec, new long[] {ticket, 0, 0, 0}, NOTHING, Load.of(new long[0], items));
  }

  /** From an owner because of its primary copy. */
  static QueueRequest held(QueueSpec spec) {
    return of(Op.HELD, spec);
  }

  /**
   * From a delegate.
   *
   * @param number of the offer
   * @param home who offered it
   */
  static QueueRequest held(QueueSpec spec, long number, UUID home) {
    long[] id = {home.getMostSignificantBits(), home.getLeastSignificantBits()};
    return new QueueRequest(
        Op.HELD, spec, new long[] {number, 0, 0, 0}, NOTHING, Load.of(id, new byte[0][]));
  }

  /** Whether the new owner has no primary copy. */
  boolean isOfDelegate() {
    return op == Op.HELD && load.claims.length > 0;
  }

  /** Who offered the queue to the delegate. */
  UUID home() {
    return new UUID(load.claims[0], load.claims[1]);
  }

  static QueueRequest pick(QueueSpec spec, long position) {
    Load load = Load.of(new long[] {position, 0}, new byte[0][]);
    return new QueueRequest(Op.PICK, spec, new long[4], NOTHING, load);
  }

  /**
   * @param count how many positions at most
   */
  static QueueRequest list(QueueSpec spec, int count) {
    return new QueueRequest(Op.LIST, spec, new long[] {0, 0, count, 0}, NOTHING, Load.NONE);
  }

  /** Whether the owner is to change the items itself. */
  boolean isChange() {
    return op == Op.PUT || op == Op.COMMIT;
  }

  /** Whether items that need room come into the queue by it, now or later. */
  boolean isBringing() {
    boolean items = load.items.length > 0 && isChange() || op == Op.ASSIGN || op == Op.ROOM;
    // What is set aside leaves its queue at the same time: refused, it would block that one.
    return items && !SetAside.isKeptIn(queue());
  }

  QueueRef queue() {
    return spec.ref();
  }

  /** The same question by another ticket and with another timeout: for asking again. */
  QueueRequest again(long newTicket, long newTimeoutMillis) {
    return new QueueRequest(
        op, spec, new long[] {newTicket, newTimeoutMillis, tail, head}, settlement, load);
  }

  QueueRequest with(Settlement newSettlement) {
    return new QueueRequest(
        op, spec, new long[] {ticket, timeoutMillis, tail, head}, newSettlement, load);
  }

  QueueRequest with(Load newLoad) {
    return new QueueRequest(
        op, spec, new long[] {ticket, timeoutMillis, tail, head}, settlement, newLoad);
  }
}
