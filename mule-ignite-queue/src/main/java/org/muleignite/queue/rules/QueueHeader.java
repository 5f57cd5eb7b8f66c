package org.muleignite.queue.rules;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.muleignite.cluster.api.ClusterException;

/**
 * How a queue is configured, as recorded in the cluster for nodes that were not told themselves.
 * Immutable.
 */
public final class QueueHeader {

  private static final byte FORMAT = 1;
  private static final int PERSISTENT = 1;
  private static final int MADE = 2;
  private static final int LENGTH = 2 + Integer.BYTES;
  private static final int MAKER_LENGTH = 2 * Long.BYTES;

  private final boolean persistent;
  private final int capacity;
  private final UUID maker;
  private final Receipts receipts;

  /**
   * @param capacity in items; 0 or less: no limit
   */
  public QueueHeader(boolean persistent, int capacity) {
    this(persistent, capacity, null, new Receipts());
  }

  /**
   * @param maker the node with which the queue goes, or null
   */
  QueueHeader(boolean persistent, int capacity, UUID maker, Receipts receipts) {
    this.persistent = persistent;
    this.capacity = capacity;
    this.maker = maker;
    this.receipts = receipts;
  }

  /**
   * The header with some more receipts in it.
   *
   * @param more what a {@link Change.Kind#RECORD} step holds
   */
  public static byte[] withReceipts(byte[] header, byte[] more) {
    QueueHeader present = decode(header);
    present.receipts.merge(Receipts.decode(ByteBuffer.wrap(more)));
    return present.encode();
  }

  Receipts receipts() {
    return receipts;
  }

  public boolean isPersistent() {
    return persistent;
  }

  public int capacity() {
    return capacity;
  }

  /** The node with which the queue goes, or null. */
  UUID maker() {
    return maker;
  }

  byte[] encode() {
    byte[] more = receipts.encode();
    ByteBuffer out =
        ByteBuffer.allocate(LENGTH + (maker == null ? 0 : MAKER_LENGTH) + more.length)
            .put(FORMAT)
            .put((byte) ((persistent ? PERSISTENT : 0) | (maker == null ? 0 : MADE)))
            .putInt(capacity);
    if (maker != null) {
      out.putLong(maker.getMostSignificantBits()).putLong(maker.getLeastSignificantBits());
    }
    return out.put(more).array();
  }

  static QueueHeader decode(byte[] bytes) {
    if (bytes.length < LENGTH || bytes[0] != FORMAT) {
      throw unreadable(bytes, null);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    try {
      int flags = in.get();
      int capacity = in.getInt();
      UUID maker = (flags & MADE) == 0 ? null : new UUID(in.getLong(), in.getLong());
      return new QueueHeader((flags & PERSISTENT) != 0, capacity, maker, Receipts.decode(in));
    } catch (BufferUnderflowException e) {
      throw unreadable(bytes, e);
    }
  }

  private static ClusterException unreadable(byte[] bytes, Exception cause) {
    return new ClusterException(
        "A queue header of "
            + bytes.length
            + " bytes cannot be read: it is corrupt or of a newer format than "
            + FORMAT
            + ".",
        cause);
  }
}
