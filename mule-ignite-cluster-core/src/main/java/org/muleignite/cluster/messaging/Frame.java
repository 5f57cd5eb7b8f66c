package org.muleignite.cluster.messaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One message between two nodes, as bytes: kind, correlation number, service, payload. Immutable.
 */
final class Frame {

  enum Kind {
    REQUEST,
    REPLY,
    /** The payload is the sentence that says why. */
    FAILURE,
    /** A failure that may be repeated later: the asked node may not act at the moment. */
    UNAVAILABLE,
    NOTICE,
    /** The sender receives from now on. */
    GREETING,
    /** So does the one that answers a greeting. */
    GREETING_ANSWER
  }

  private static final Kind[] KINDS = Kind.values();

  final Kind kind;
  final long number;
  final String service;
  final byte[] payload;

  Frame(Kind kind, long number, String service, byte[] payload) {
    this.kind = kind;
    this.number = number;
    this.service = service;
    this.payload = payload;
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + service.length() + 16);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(kind.ordinal());
      out.writeLong(number);
      out.writeUTF(service);
      out.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  static Frame of(byte[] bytes) {
    ByteArrayInputStream source = new ByteArrayInputStream(bytes);
    try (DataInputStream in = new DataInputStream(source)) {
      Kind kind = KINDS[in.readByte()];
      long number = in.readLong();
      String service = in.readUTF();
      byte[] payload = new byte[source.available()];
      in.readFully(payload);
      return new Frame(kind, number, service, payload);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory failed", e);
    }
  }
}
