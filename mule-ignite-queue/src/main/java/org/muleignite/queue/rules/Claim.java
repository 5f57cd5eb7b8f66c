package org.muleignite.queue.rules;

/**
 * An item that was handed out to this node and is still in the cluster: to be removed, or given
 * back to its old place. Or an item that came straight from its producer and is nowhere else.
 * Immutable by convention: nobody writes to the bytes.
 */
public final class Claim {

  private static final long NOWHERE = -1L;

  private final long position;
  private final long ticket;
  private final byte[] item;

  Claim(long position, long ticket, byte[] item) {
    this.position = position;
    this.ticket = ticket;
    this.item = item;
  }

  static Claim transferred(byte[] item) {
    return new Claim(NOWHERE, 0, item);
  }

  boolean isTransferred() {
    return position == NOWHERE;
  }

  public long position() {
    return position;
  }

  long ticket() {
    return ticket;
  }

  public byte[] item() {
    return item;
  }
}
