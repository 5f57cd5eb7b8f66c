package org.muleignite.objectstore.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RemovedLatelyTest {

  private static final byte[] FIRST = header(1);
  private static final byte[] SECOND = header(2);

  private final RemovedLately removed = new RemovedLately(seconds(100));

  @Test
  void knowsWhatWasRemovedForAsLongAsItSays() {
    removed.note(FIRST, seconds(100));
    removed.note(SECOND, seconds(100 + RemovedLately.SECONDS + 1));
    assertTrue(removed.contains(FIRST, seconds(100 + RemovedLately.SECONDS + 1)));
    assertTrue(removed.contains(SECOND, seconds(100 + 2 * RemovedLately.SECONDS + 1)));
    assertFalse(removed.contains(header(3), seconds(100)));
  }

  @Test
  void forgetsWhatIsLongAgo() {
    removed.note(FIRST, seconds(100));
    assertFalse(removed.contains(FIRST, seconds(100 + 2 * RemovedLately.SECONDS + 1)));
  }

  @Test
  void saysHowFarItsMemoryReaches() {
    assertTrue(removed.covers(seconds(3), seconds(103)));
    assertFalse(removed.covers(seconds(4), seconds(103)), "it was not there yet");
    assertFalse(removed.covers(seconds(RemovedLately.SECONDS + 1), seconds(200)), "forgotten");
  }

  private static long seconds(int seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private static byte[] header(int sequence) {
    return Entry.header(Entry.of(new Stamp(1, sequence, 1), new byte[0]));
  }
}
