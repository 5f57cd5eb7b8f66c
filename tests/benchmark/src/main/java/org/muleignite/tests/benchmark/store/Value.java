package org.muleignite.tests.benchmark.store;

import java.io.Serializable;

/** What is stored, with a body of so many bytes. Immutable. */
final class Value implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The size that the goals are about. */
  static final int USUAL_BYTES = 1_024;

  private final byte[] body;

  Value(int bytes) {
    body = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      body[i] = (byte) (i * 31);
    }
  }

  int bytes() {
    return body.length;
  }
}
