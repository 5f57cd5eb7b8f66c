package org.muleignite.objectstore.rules;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.muleignite.cluster.codec.UndecodableValueException;

/**
 * The stored form of an entry: a header of {@value #HEADER} bytes (format number, stamp), then the
 * value's bytes or, for a large value, how many chunks it lies in and how long it is. Stateless and
 * thread-safe.
 */
public final class Entry {

  /** So many leading bytes identify an entry among all that were ever stored under its key. */
  public static final int HEADER = 1 + 3 * Long.BYTES;

  /** More than the clocks of the members are apart. */
  private static final int CLOCK_MARGIN_MILLIS = 1_000;

  private static final byte WHOLE = 1;
  private static final byte CHUNKED = 2;
  private static final int CHUNKED_LENGTH = HEADER + 2 * Integer.BYTES;

  private Entry() {}

  static byte[] of(Stamp stamp, byte[] value) {
    return of(stamp, value, 0, value.length);
  }

  /** The entry of a part of a value. */
  static byte[] of(Stamp stamp, byte[] value, int from, int length) {
    ByteBuffer entry = ByteBuffer.allocate(HEADER + length);
    entry.put(header(WHOLE, stamp)).put(value, from, length);
    return entry.array();
  }

  /** The entry of a value that lies elsewhere. */
  static byte[] chunked(Stamp stamp, int chunks, int length) {
    ByteBuffer entry = ByteBuffer.allocate(CHUNKED_LENGTH);
    return entry.put(header(CHUNKED, stamp)).putInt(chunks).putInt(length).array();
  }

  private static byte[] header(byte format, Stamp stamp) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.put(format);
    stamp.write(header);
    return header.array();
  }

  static byte[] header(boolean chunked, Stamp stamp) {
    return header(chunked ? CHUNKED : WHOLE, stamp);
  }

  /** The identifying part of an entry; of a corrupt one, what there is. */
  public static byte[] header(byte[] entry) {
    return Arrays.copyOf(entry, Math.min(HEADER, entry.length));
  }

  /** Whether the entry begins with exactly this header. */
  public static boolean hasHeader(byte[] entry, byte[] header) {
    return Arrays.equals(header(entry), header);
  }

  /** The same entry with the stamp of the next attempt to store it. */
  public static byte[] again(byte[] entry) {
    ByteBuffer again = ByteBuffer.wrap(entry.clone());
    again.position(1);
    stamp(entry).get().again().write(again);
    return again.array();
  }

  /** Whether the value lies elsewhere; of an entry or of its header. */
  public static boolean isChunked(byte[] header) {
    return header.length >= HEADER && header[0] == CHUNKED;
  }

  /**
   * Whether the entry was there before the stamp was made: certain for stamps of the same node, and
   * for all whose times differ by more than {@value #CLOCK_MARGIN_MILLIS} ms.
   */
  public static boolean isOlder(byte[] entry, Stamp stamp) {
    return stamp(entry).filter(created -> created.isBefore(stamp, CLOCK_MARGIN_MILLIS)).isPresent();
  }

  /** In how many chunks the value of a chunked entry lies. */
  static int chunks(byte[] entry) {
    return ByteBuffer.wrap(entry).getInt(HEADER);
  }

  /** The length in bytes of the value of a chunked entry. */
  static int chunkedLength(byte[] entry) {
    return ByteBuffer.wrap(entry).getInt(HEADER + Integer.BYTES);
  }

  /** The stamp, unless the entry is corrupt or of a newer format. */
  public static Optional<Stamp> stamp(byte[] header) {
    return isReadable(header)
        ? Optional.of(Stamp.read(ByteBuffer.wrap(header, 1, HEADER - 1)))
        : Optional.empty();
  }

  /**
   * The bytes of a value that is not chunked.
   *
   * @throws UndecodableValueException when the entry is corrupt or of a newer format
   */
  public static byte[] value(byte[] entry) {
    if (!isReadable(entry) || entry[0] != WHOLE) {
      throw new UndecodableValueException(
          "The stored entry ("
              + entry.length
              + " bytes) is corrupt, or of a newer format than "
              + CHUNKED
              + ", which this node reads.");
    }
    return Arrays.copyOfRange(entry, HEADER, entry.length);
  }

  private static boolean isReadable(byte[] entry) {
    return entry.length >= HEADER && (entry[0] == WHOLE || entry[0] == CHUNKED);
  }
}
