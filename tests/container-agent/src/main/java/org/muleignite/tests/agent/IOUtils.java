package org.muleignite.tests.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads streams; has the shape of the class of this name that Java 8 had in {@code sun.misc}.
 * Thread-safe.
 */
public final class IOUtils {

  private IOUtils() {}

  /**
   * Reads a number of bytes, or all for a negative length. Blocks as the stream does.
   *
   * @throws EOFException when all of the length is wanted and the stream is shorter
   */
  public static byte[] readFully(InputStream stream, int length, boolean readAll)
      throws IOException {
    if (length < 0) {
      return stream.readAllBytes();
    }
    byte[] bytes = stream.readNBytes(length);
    if (readAll && bytes.length < length) {
      throw new EOFException("Stream ends after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }
}
