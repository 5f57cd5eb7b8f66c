package org.muleignite.queue.rules;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.muleignite.cluster.api.ClusterException;

/**
 * An item that the application which took it could not read, as an operator sees it; its bytes are
 * asked for separately. Immutable.
 */
public final class SetAsideItem {

  private static final byte FORMAT = 1;

  /** An error may quote whole messages. */
  private static final int CAUSE_CHARS = 1_000;

  private static final int NUMBERS = 2 + 2 * Long.BYTES + 2 * Integer.BYTES;

  private final String id;
  private final QueueRef queue;
  private final long position;
  private final long millis;
  private final String cause;
  private final int size;

  private SetAsideItem(String id, QueueRef queue, long[] numbers, String cause) {
    this.id = id;
    this.queue = queue;
    this.position = numbers[0];
    this.millis = numbers[1];
    this.cause = cause;
    this.size = (int) numbers[2];
  }

  /** Names the item in {@link SetAside}; the same on every node and after restarts. */
  public String id() {
    return id;
  }

  /** The application and the name of the queue, such as {@code app/orders/invoices}. */
  public String queue() {
    return queue.id();
  }

  public boolean isPersistent() {
    return queue.isPersistent();
  }

  /** Where it was in its queue: lower positions were to be delivered earlier. */
  public long position() {
    return position;
  }

  /** When it was set aside, in milliseconds since the epoch, by cluster time. */
  public long millis() {
    return millis;
  }

  /** Why it could not be read, at most 1,000 characters. */
  public String cause() {
    return cause;
  }

  /** In bytes, the envelope around the serialized value included. */
  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return String.format("%s: %s, position %d, %d bytes: %s", id, queue, position, size, cause);
  }

  QueueRef queueRef() {
    return queue;
  }

  /** What is kept of an item: where it comes from, why it was set aside, and its bytes. */
  static byte[] encode(QueueRef queue, Claim claim, long millis, String cause) {
    byte[] name = queue.id().getBytes(StandardCharsets.UTF_8);
    String shortened = cause.substring(0, Math.min(cause.length(), CAUSE_CHARS));
    byte[] reason = shortened.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(NUMBERS + name.length + reason.length + claim.item().length)
        .put(FORMAT)
        .put((byte) (queue.isPersistent() ? 1 : 0))
        .putLong(claim.position())
        .putLong(millis)
        .putInt(name.length)
        .put(name)
        .putInt(reason.length)
        .put(reason)
        .put(claim.item())
        .array();
  }

  /**
   * @throws ClusterException when a newer version wrote it, or it is corrupt
   */
  static SetAsideItem decode(String id, byte[] kept) {
    ByteBuffer in = open(id, kept);
    try {
      boolean persistent = in.get() == 1;
      long position = in.getLong();
      long millis = in.getLong();
      QueueRef queue = new QueueRef(text(in), persistent);
      String cause = text(in);
      return new SetAsideItem(id, queue, new long[] {position, millis, in.remaining()}, cause);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw new ClusterException("Set aside item " + id + " is corrupt.", e);
    }
  }

  /** The bytes of the item itself. */
  static byte[] content(String id, byte[] kept) {
    int size = decode(id, kept).size();
    byte[] content = new byte[size];
    System.arraycopy(kept, kept.length - size, content, 0, size);
    return content;
  }

  private static ByteBuffer open(String id, byte[] kept) {
    if (kept.length == 0 || kept[0] != FORMAT) {
      throw new ClusterException(
          "Set aside item "
              + id
              + " of "
              + kept.length
              + " bytes is corrupt or of a newer format.");
    }
    return ByteBuffer.wrap(kept, 1, kept.length - 1);
  }

  private static String text(ByteBuffer in) {
    byte[] text = new byte[in.getInt()];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
