package org.muleignite.objectstore.rules;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.muleignite.cluster.codec.UndecodableValueException;

/**
 * The stored form of an entry: a header of {@value #HEADER} bytes (format number, stamp), then the
 * value's bytes. Stateless and thread-safe.
 */
public final class Entry {

  /** So many leading bytes identify an entry among all that were ever stored under its key. */
  public static final int HEADER = 1 + 3 * Long.BYTES;

  private static final byte FORMAT = 1;

  private Entry() {}

  static byte[] of(Stamp stamp, byte[] value) {
    ByteBuffer entry = ByteBuffer.allocate(HEADER + value.length);
    entry.put(FORMAT);
    stamp.write(entry);
    entry.put(value);
    return entry.array();
  }

  /** The identifying part of an entry; of a corrupt one, what there is. */
  public static byte[] header(byte[] entry) {
    return Arrays.copyOf(entry, Math.min(HEADER, entry.length));
  }

  /** Whether the entry begins with exactly this header. */
  public static boolean hasHeader(byte[] entry, byte[] header) {
    return Arrays.equals(header(entry), header);
  }

  /** The stamp, unless the entry is corrupt or of a newer format. */
  static Optional<Stamp> stamp(byte[] header) {
    return isReadable(header)
        ? Optional.of(Stamp.read(ByteBuffer.wrap(header, 1, HEADER - 1)))
        : Optional.empty();
  }

  /**
   * The value's bytes.
   *
   * @throws UndecodableValueException when the entry is corrupt or of a newer format
   */
  public static byte[] value(byte[] entry) {
    if (!isReadable(entry)) {
      throw new UndecodableValueException(
          "The stored entry ("
              + entry.length
              + " bytes) is corrupt, or of a newer format than "
              + FORMAT
              + ", which this node reads.");
    }
    return Arrays.copyOfRange(entry, HEADER, entry.length);
  }

  private static boolean isReadable(byte[] entry) {
    return entry.length >= HEADER && entry[0] == FORMAT;
  }
}
