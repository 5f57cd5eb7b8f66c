package org.muleignite.objectstore.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StorableTextTest {

  @Test
  void anyTextSurvivesUtf8() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        boolean surrogate = random.nextBoolean();
        text.append((char) (surrogate ? 0xD800 + random.nextInt(0x800) : random.nextInt(0x10000)));
      }
      String stored = new String(StorableText.encode(text.toString()).getBytes(UTF_8), UTF_8);
      assertEquals(text.toString(), StorableText.decode(stored));
    }
  }

  @Test
  void ordinaryTextStaysReadable() {
    assertEquals(
        "=gr\u00fc\u00df \uD83D\uDE80", StorableText.encode("gr\u00fc\u00df \uD83D\uDE80"));
  }
}
