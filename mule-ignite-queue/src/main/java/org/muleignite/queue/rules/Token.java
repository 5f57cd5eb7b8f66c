package org.muleignite.queue.rules;

import java.util.UUID;

/**
 * Names one request of one node, and with it the claim that answered it. Unique for the life of the
 * node. Immutable.
 */
final class Token {

  private final UUID node;
  private final long ticket;

  Token(UUID node, long ticket) {
    this.node = node;
    this.ticket = ticket;
  }

  UUID node() {
    return node;
  }

  long ticket() {
    return ticket;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Token
        && ticket == ((Token) other).ticket
        && node.equals(((Token) other).node);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(ticket) * 31 + node.hashCode();
  }
}
