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

  /**
   * @param capacity in items; 0 or less: no limit
   */
  public QueueHeader(boolean persistent, int capacity) {
    this.persistent = persistent;
    this.capacity = capacity;
  }

  public boolean isPersistent() {
    return persistent;
  }

  public int capacity() {
    return capacity;
  }

  byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .put(FORMAT)
        .put((byte) (persistent ? 1 : 0))
        .putInt(capacity)
        .array();
  }

  static QueueHeader decode(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != FORMAT) {
      throw new ClusterException(
          "A queue header of "
              + bytes.length
              + " bytes cannot be read: it is corrupt or of a newer format than "
              + FORMAT
              + ".");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
    return new QueueHeader(in.get() == 1, in.getInt());
  }
}
