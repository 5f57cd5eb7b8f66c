package org.muleignite.objectstore.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RemovedKeysTest {

  private static final long SILENCE_MILLIS = 1_000;
  private static final long REMEMBERED_MILLIS = SILENCE_MILLIS + RemovedKeys.MARGIN_MILLIS;

  private long now = 100;
  private final RemovedKeys removed = new RemovedKeys(SILENCE_MILLIS, () -> now);

  private void elapse(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void rememberedForLongerThanASilentNodeIsWaitedFor() {
    removed.note("first");
    elapse(REMEMBERED_MILLIS + 1);
    removed.note("second");
    assertTrue(removed.contains("first"));
    elapse(REMEMBERED_MILLIS);
    assertTrue(removed.contains("second"));
    assertFalse(removed.contains("third"));
  }

  @Test
  void whoeverHasNotWatchedForLongEnoughRulesNothingOut() {
    assertTrue(removed.contains("first"));
    elapse(REMEMBERED_MILLIS);
    assertTrue(removed.contains("first"));
    elapse(1);
    assertFalse(removed.contains("first"));
  }

  @Test
  void forgottenAfterTwiceAsLong() {
    removed.note("first");
    elapse(REMEMBERED_MILLIS + 1);
    removed.note("second");
    assertTrue(removed.contains("first"));
    elapse(REMEMBERED_MILLIS + 1);
    assertFalse(removed.contains("first"));
    assertTrue(removed.contains("second"));
    elapse(2 * REMEMBERED_MILLIS + 1);
    assertFalse(removed.contains("second"), "all at once after a long silence");
  }
}
