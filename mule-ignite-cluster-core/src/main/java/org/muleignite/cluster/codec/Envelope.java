package org.muleignite.cluster.codec;

import java.util.Arrays;

/**
 * The frame around every stored value: two magic bytes, the format number, flags, then the
 * serializer's bytes. Lets a node tell a corrupt or newer entry from one whose class is missing.
 * Stateless and thread-safe.
 */
final class Envelope {

  static final byte FORMAT = 1;

  private static final byte MAGIC_0 = 'M';
  private static final byte MAGIC_1 = 'I';
  private static final int HEADER = 4;

  private Envelope() {}

  static byte[] wrap(byte[] payload) {
    byte[] framed = new byte[HEADER + payload.length];
    framed[0] = MAGIC_0;
    framed[1] = MAGIC_1;
    framed[2] = FORMAT;
    System.arraycopy(payload, 0, framed, HEADER, payload.length);
    return framed;
  }

  /**
   * @throws UndecodableValueException when the bytes are no envelope of ours, or one of a newer
   *     format
   */
  static byte[] unwrap(byte[] framed) {
    if (framed.length < HEADER || framed[0] != MAGIC_0 || framed[1] != MAGIC_1) {
      throw new UndecodableValueException(
          "The stored bytes ("
              + framed.length
              + ") are not a value that mule-ignite wrote: they are corrupt.");
    }
    if (framed[2] != FORMAT || framed[3] != 0) {
      throw new UndecodableValueException(
          "The stored value has format "
              + framed[2]
              + " (flags "
              + framed[3]
              + "), this node reads format "
              + FORMAT
              + ": upgrade this node.");
    }
    return Arrays.copyOfRange(framed, HEADER, framed.length);
  }
}
