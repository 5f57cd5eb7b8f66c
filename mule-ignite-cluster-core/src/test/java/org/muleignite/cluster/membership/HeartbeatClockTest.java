package org.muleignite.cluster.membership;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeartbeatClockTest {

  private static final long START_MILLIS = 1_000_000;

  private long nanos = MILLISECONDS.toNanos(-5);
  private final HeartbeatClock clock = new HeartbeatClock(() -> nanos, START_MILLIS);

  private void pass(long millis) {
    nanos += MILLISECONDS.toNanos(millis);
  }

  /** A heartbeat with its answer, on which this much time passes. */
  private void beat(long roundTripMillis, long theirMillis) {
    long sent = nanos;
    pass(roundTripMillis);
    clock.sample(sent, nanos, theirMillis);
  }

  @Test
  void withoutASampleTimeIsThatOfTheStartPlusWhatPassedOnTheMonotonicClock() {
    assertEquals(START_MILLIS, clock.currentTimeMillis());
    pass(7);
    assertEquals(START_MILLIS + 7, clock.currentTimeMillis());
  }

  /** The real clocks run on during the test. */
  @Test
  void noOtherClockMovesTime() {
    beat(2, START_MILLIS + 501);
    long wall = System.currentTimeMillis();
    while (System.currentTimeMillis() == wall) {
      Thread.onSpinWait();
    }
    assertEquals(START_MILLIS + 502, clock.currentTimeMillis());
  }

  @Test
  void theAnswerIsTakenForTheMiddleOfItsRoundTrip() {
    beat(10, START_MILLIS + 1_005);
    assertEquals(START_MILLIS + 1_010, clock.currentTimeMillis());
  }

  @Test
  void theShortestRoundTripWins() {
    beat(2, START_MILLIS + 1_001);
    beat(100, START_MILLIS + 9_000);
    assertEquals(START_MILLIS + 1_102, clock.currentTimeMillis());
    beat(2, START_MILLIS + 2_000);
    assertEquals(START_MILLIS + 2_001, clock.currentTimeMillis());
  }

  @Test
  void aSlowDriftIsFollowedOnceTheBestSampleIsOld() {
    beat(0, START_MILLIS + 100);
    for (int i = 0; i < 29; i++) {
      beat(2, START_MILLIS + 5_000);
    }
    assertEquals(START_MILLIS + 158, clock.currentTimeMillis());
    beat(2, START_MILLIS + 5_000);
    assertEquals(START_MILLIS + 5_001, clock.currentTimeMillis());
  }

  @Test
  void timeNeverRunsBackwards() {
    beat(2, START_MILLIS + 1_000);
    long before = clock.currentTimeMillis();
    beat(0, START_MILLIS);
    assertEquals(before, clock.currentTimeMillis());
    pass(before - START_MILLIS + 1);
    assertEquals(before + 1, clock.currentTimeMillis());
  }

  @Test
  void whatWasReadBeforeTheFirstAnswerDoesNotHoldTimeUp() {
    assertFalse(clock.isSettled());
    assertEquals(START_MILLIS, clock.currentTimeMillis());
    beat(2, START_MILLIS - 3_600_000);
    assertTrue(clock.isSettled());
    assertEquals(START_MILLIS - 3_600_000 + 1, clock.currentTimeMillis());
  }

  @Test
  void theTimeOfTheOldestMemberIsThatOfTheCluster() {
    clock.settle();
    assertTrue(clock.isSettled());
    assertEquals(START_MILLIS, clock.currentTimeMillis());
    beat(2, START_MILLIS - 3_600_000);
    assertEquals(START_MILLIS, clock.currentTimeMillis(), "runs backwards");
  }

  @Test
  void aClockThatIsAnHourOffIsNamedAndClusterTimeIsRightAllTheSame() {
    assertNull(clock.complaint());
    beat(2, START_MILLIS + 3_600_001);
    assertEquals(START_MILLIS + 3_600_002, clock.currentTimeMillis());
    String complaint = clock.complaint();
    assertTrue(
        complaint.startsWith("The clock of this node is 3600 s behind that of the oldest member:"),
        complaint);
  }
}
