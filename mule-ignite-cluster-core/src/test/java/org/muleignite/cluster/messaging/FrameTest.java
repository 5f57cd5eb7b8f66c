package org.muleignite.cluster.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameTest {

  private static final byte[] PAYLOAD = {1, 0, -1};

  @ParameterizedTest
  @EnumSource
  void everyKindComesBackWithNumberServiceAndPayload(Frame.Kind kind) {
    Frame frame = Frame.of(new Frame(kind, Long.MIN_VALUE + 1, "lock.größe", PAYLOAD).toBytes());
    assertEquals(kind, frame.kind);
    assertEquals(Long.MIN_VALUE + 1, frame.number);
    assertEquals("lock.größe", frame.service);
    assertArrayEquals(PAYLOAD, frame.payload);
  }

  @Test
  void nothingIsAPayloadToo() {
    Frame frame = Frame.of(new Frame(Frame.Kind.NOTICE, 0, "", new byte[0]).toBytes());
    assertEquals("", frame.service);
    assertEquals(0, frame.payload.length);
  }

  @Test
  void aCutFrameIsRefused() {
    byte[] cut = Arrays.copyOf(new Frame(Frame.Kind.REPLY, 1, "lock", PAYLOAD).toBytes(), 11);
    assertThrows(UncheckedIOException.class, () -> Frame.of(cut));
  }
}
