package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecordedEndsTest {

  private static final long START = 1_000;

  private final RecordedEnds ends = new RecordedEnds(START);

  @Test
  void whatIsNearNeedsNotBeTold() {
    assertTrue(ends.cover(START + RecordedEnds.LAG));
    assertFalse(ends.cover(START + RecordedEnds.LAG + 1));
    assertTrue(ends.cover(START - RecordedEnds.LAG));
    assertFalse(ends.cover(START - RecordedEnds.LAG - 1));
  }

  @Test
  void whatWasToldMovesOneEndOnly() {
    ends.told(START + 500);
    assertTrue(ends.cover(START + 500 + RecordedEnds.LAG));
    assertFalse(ends.cover(START - RecordedEnds.LAG - 1));
  }

  /** Puts are acknowledged in any order. */
  @Test
  void anEarlierPutTakesNothingBack() {
    ends.told(START + 500);
    ends.told(START + 100);
    assertTrue(ends.cover(START + 500));
  }
}
