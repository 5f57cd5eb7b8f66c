package org.muleignite.tests.benchmark.queue;

import java.io.Serializable;

/** What goes through the queues, with a body of so many bytes. Immutable. */
final class Message implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The size that the goals are about. */
  static final int USUAL_BYTES = 1_024;

  private final byte[] body;
  private final long made = System.nanoTime();

  Message(int bytes) {
    body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) (i * 31);
    }
  }

  /**
   * How many nanoseconds ago it was made, on whatever member of this machine: they share the
   * monotonic clock of the operating system.
   */
  long age() {
    return System.nanoTime() - made;
  }

  /** An empty body ends an exchange. */
  boolean isLast() {
    return body.length == 0;
  }
}
