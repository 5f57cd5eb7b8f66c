package org.muleignite.queue.rules;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What the owner, or a node asked by a new owner, answers. Immutable. */
final class QueueReply {

  /** The order is part of the wire format. */
  enum Status {
    /** Done. */
    OK,
    /** No item, or no room, until the timeout. */
    EMPTY,
    /** The asked node is not the owner; nothing was done. */
    MOVED,
    /**
     * A producer and a waiting consumer are brought together: each is told who the other one is.
     */
    PAIRED,
    /** An item was gone; nothing was changed. The sentence says which one. */
    CONFLICT,
    /** Nothing was changed; the sentence says why. */
    REFUSED,
    /** It happened as a whole or not at all; the sentence says why nobody knows. */
    UNKNOWN
  }

  private static final long[] NOTHING = {};

  static final QueueReply DONE = new QueueReply(Status.OK, NOTHING, null, Holdings.NONE);
  static final QueueReply EMPTY = new QueueReply(Status.EMPTY, NOTHING, null, Holdings.NONE);
  static final QueueReply MOVED = new QueueReply(Status.MOVED, NOTHING, null, Holdings.NONE);

  final Status status;

  /**
   * Claimed or reserved positions; none for an item that was never in the cache. For SIZE the one
   * number asked for.
   */
  final long[] positions;

  /** The item at a claimed or peeked position, or null. */
  final byte[] item;

  final Holdings holdings;

  /** Why nobody could answer, or null; stays on this node. */
  final RuntimeException reason;

  QueueReply(Status status, long[] positions, byte[] item, Holdings holdings) {
    this(status, positions, item, holdings, null);
  }

  private QueueReply(
      Status status, long[] positions, byte[] item, Holdings holdings, RuntimeException reason) {
    this.reason = reason;
    this.status = status;
    this.positions = positions;
    this.item = item;
    this.holdings = holdings;
  }

  /** Not the owner, or not able to answer for it now. */
  static QueueReply moved(RuntimeException reason) {
    return new QueueReply(Status.MOVED, NOTHING, null, Holdings.NONE, reason);
  }

  static QueueReply of(byte[] item, long... positions) {
    return new QueueReply(Status.OK, positions, item, Holdings.NONE);
  }

  /**
   * @param partner for a producer the question that waits for its item; for a consumer the producer
   */
  static QueueReply paired(Token partner) {
    return new QueueReply(Status.PAIRED, numbers(partner), null, Holdings.NONE);
  }

  /**
   * Not the owner.
   *
   * @param owner the node that is, and the number by which it was offered the queue
   */
  static QueueReply redirected(Token owner) {
    return new QueueReply(Status.MOVED, numbers(owner), null, Holdings.NONE);
  }

  private static long[] numbers(Token token) {
    UUID node = token.node();
    return new long[] {
      token.ticket(), node.getMostSignificantBits(), node.getLeastSignificantBits()
    };
  }

  Token partner() {
    return new Token(new UUID(positions[1], positions[2]), positions[0]);
  }

  static QueueReply failed(Status status, String sentence) {
    return new QueueReply(
        status, NOTHING, sentence.getBytes(StandardCharsets.UTF_8), Holdings.NONE);
  }

  /** Instead of an item. */
  String sentence() {
    return new String(item, StandardCharsets.UTF_8);
  }

  static QueueReply of(Holdings holdings) {
    return new QueueReply(Status.OK, NOTHING, null, holdings);
  }

  boolean isOk() {
    return status == Status.OK;
  }

  boolean isPaired() {
    return status == Status.PAIRED;
  }

  boolean isMoved() {
    return status == Status.MOVED;
  }

  /** Whether the {@link #partner} is the owner. */
  boolean isRedirect() {
    return isMoved() && positions.length > 0;
  }
}
