package org.muleignite.cluster.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReunionWatchTest {

  private static final int MANY = 100;

  private final AtomicBoolean stranger = new AtomicBoolean();
  private final AtomicBoolean serves = new AtomicBoolean();
  private final AtomicInteger givenWay = new AtomicInteger();
  private final ReunionWatch watch =
      new ReunionWatch(stranger::get, serves::get, givenWay::incrementAndGet);

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  @Test
  void whoServesGivesWayToNobody() {
    stranger.set(true);
    serves.set(true);
    look(MANY);
    assertEquals(0, givenWay.get());
  }

  @Test
  void whoCannotServeGivesWayToOthersThatStay() {
    stranger.set(true);
    for (int looks = 0; givenWay.get() == 0 && looks < MANY; looks++) {
      look(1);
    }
    assertEquals(1, givenWay.get());
  }

  @Test
  void whoIsSeenForAMomentOnlyIsJoining() {
    for (int i = 0; i < MANY; i++) {
      stranger.set(true);
      look(2);
      stranger.set(false);
      look(1);
    }
    assertEquals(0, givenWay.get());
  }
}
