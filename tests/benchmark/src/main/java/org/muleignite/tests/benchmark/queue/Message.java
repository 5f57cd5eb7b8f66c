package org.muleignite.tests.benchmark.queue;

import java.io.Serializable;

/** What goes through the queues, with a body of so many bytes. Immutable. */
final class Message implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The size that the goals are about. */
  static final int USUAL_BYTES = 1_024;

  private final byte[] body;

  Message(int bytes) {
    body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) (i * 31);
    }
  }

  /** An empty body ends an exchange. */
  boolean isLast() {
    return body.length == 0;
  }
}
