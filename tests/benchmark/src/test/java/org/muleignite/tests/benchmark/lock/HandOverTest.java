package org.muleignite.tests.benchmark.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HandOverTest {

  @Test
  void takesOnlyHandOversToAnotherMemberThatWaited() {
    Histogram nanos =
        HandOver.fromDriver(
            List.of(
                new Hold(0, 0, 1, 100),
                new Hold(1, 50, 140, 200),
                new Hold(0, 150, 290, 300),
                new Hold(0, 301, 302, 400),
                new Hold(1, 410, 500, 600)));

    assertEquals(1, nanos.getTotalCount());
    assertEquals(40, nanos.getMaxValue());
  }

  @Test
  void refusesWhatNoLockMayDo() {
    List<Hold> both = List.of(new Hold(0, 0, 1, 100), new Hold(1, 50, 99, 200));
    List<Hold> one = List.of(new Hold(0, 0, 1, 100), new Hold(0, 101, 102, 200));

    assertThrows(IllegalStateException.class, () -> HandOver.fromDriver(both));
    assertThrows(IllegalStateException.class, () -> HandOver.fromDriver(one));
  }

  @Test
  void readsWhatItWrote() {
    List<Hold> holds = List.of(new Hold(1, 0, 1, 100), new Hold(1, -5, 2, 3));

    assertEquals(holds, Hold.parse(1, Hold.format(holds)));
  }
}
