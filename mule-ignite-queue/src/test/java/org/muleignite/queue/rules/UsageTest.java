package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsageTest {

  private final Usage usage = new Usage();
  private final UUID user = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();

  private int tell(UUID sender, int requests) {
    int told = 0;
    for (int i = 0; i < requests; i++) {
      if (sender.equals(usage.count(sender))) {
        told++;
      }
    }
    return told;
  }

  @Test
  void whoAloneAsksIsToldOnceInAWhile() {
    assertEquals(0, tell(user, Usage.REQUESTS - 1));
    assertEquals(user, usage.count(user));
    assertEquals(3, tell(user, 3 * Usage.REQUESTS));
  }

  @Test
  void aFewRequestsOfOthersDoNotCount() {
    tell(user, 1);
    assertEquals(0, tell(other, Usage.REQUESTS / 16));
    assertEquals(1, tell(user, Usage.REQUESTS - 1));
  }

  @Test
  void nobodyAloneUsesWhatTwoUse() {
    for (int i = 0; i < 100 * Usage.REQUESTS; i++) {
      assertNull(usage.count(i % 8 == 0 ? other : user));
    }
  }

  @Test
  void theUserMayChange() {
    tell(user, Usage.REQUESTS - 1);
    assertEquals(user, usage.count(other), "nearly all were of that one");
    assertEquals(2, tell(other, 2 * Usage.REQUESTS));
  }
}
