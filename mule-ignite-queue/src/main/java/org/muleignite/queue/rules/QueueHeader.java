package org.muleignite.queue.rules;

import java.nio.ByteBuffer;
import org.muleignite.cluster.api.ClusterException;

/**
 * How a queue is configured, as recorded in the cluster for nodes that were not told themselves.
 * Immutable.
 */
public final class QueueHeader {

  private static final byte FORMAT = 1;
  private static final int LENGTH = 2 + Integer.BYTES;

  private final boolean persistent;
  private final int capacity;
  private final Receipts receipts;

  /**
   * @param capacity in items; 0 or less: no limit
   */
  public QueueHeader(boolean persistent, int capacity) {
    this(persistent, capacity, new Receipts());
  }

  private QueueHeader(boolean persistent, int capacity, Receipts receipts) {
    this.persistent = persistent;
    this.capacity = capacity;
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

  byte[] encode() {
    byte[] more = receipts.encode();
    return ByteBuffer.allocate(LENGTH + more.length)
        .put(FORMAT)
        .put((byte) (persistent ? 1 : 0))
        .putInt(capacity)
        .put(more)
        .array();
  }

  static QueueHeader decode(byte[] bytes) {
    if (bytes.length < LENGTH || bytes[0] != FORMAT) {
      throw new ClusterException(
          "A queue header of "
              + bytes.length
              + " bytes cannot be read: it is corrupt or of a newer format than "
              + FORMAT
              + ".");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    return new QueueHeader(in.get() == 1, in.getInt(), Receipts.decode(in));
  }
}
