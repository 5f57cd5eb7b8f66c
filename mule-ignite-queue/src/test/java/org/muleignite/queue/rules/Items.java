package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;

/** Puts and takes items of one queue that are texts. */
final class Items {

  static final long LONG_WAIT_MILLIS = 30_000;

  private final QueueSpec spec;

  Items(QueueSpec spec) {
    this.spec = spec;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(Claim claim) {
    assertNotNull(claim, "there should be an item");
    return new String(claim.item(), StandardCharsets.UTF_8);
  }

  void put(FakeNode node, String... items) throws InterruptedException {
    for (String item : items) {
      assertTrue(node.engine.offer(spec, bytes(item), 0));
    }
  }

  String take(FakeNode node) throws InterruptedException {
    Claim claim = node.engine.claim(spec, LONG_WAIT_MILLIS);
    String item = text(claim);
    assertTrue(node.engine.remove(spec, claim));
    return item;
  }
}
