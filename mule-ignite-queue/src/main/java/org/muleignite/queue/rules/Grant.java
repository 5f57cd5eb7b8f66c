package org.muleignite.queue.rules;

/** A waiter and what it was given: positions, or a partner. Immutable. */
final class Grant {

  final Waiter waiter;
  final long[] positions;
  final QueueReply pairing;

  Grant(Waiter waiter, long... positions) {
    this.waiter = waiter;
    this.positions = positions;
    this.pairing = null;
  }

  Grant(Waiter waiter, Token partner) {
    this.waiter = waiter;
    this.positions = new long[0];
    this.pairing = QueueReply.paired(partner);
  }
}
