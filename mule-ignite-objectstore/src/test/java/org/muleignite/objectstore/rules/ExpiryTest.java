package org.muleignite.objectstore.rules;

import static java.util.Arrays.asList;
import static java.util.Collections.emptyList;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryTest {

  private final List<Mark> marks =
      asList(at("c", 30, 0), at("a", 10, 5), at("b", 10, 6), at("d", 40, 0));

  @Test
  void theOldestGoAboveTheBound() {
    assertEquals(asList("a", "b"), choose(0, 2, 1_000));
    assertEquals(emptyList(), choose(0, 4, 1_000));
  }

  @Test
  void anEntryGoesOnceItIsAsOldAsTheTimeToLive() {
    assertEquals(asList("a", "b"), choose(20, 0, 30));
    assertEquals(asList("a", "b", "c"), choose(20, 0, 50));
    assertEquals(emptyList(), choose(21, 0, 30));
  }

  @Test
  void bothLimitsApply() {
    assertEquals(asList("a", "b", "c"), choose(1_000, 1, 50));
    assertEquals(asList("a", "b", "c", "d"), choose(5, 3, 50));
  }

  @Test
  void nothingOrLessMeansNoLimit() {
    assertTrue(new Expiry(0, 0).isUnlimited());
    assertTrue(new Expiry(-1, -1).isUnlimited());
    assertEquals(emptyList(), choose(-1, -1, 1_000));
  }

  @Test
  void anEntryFromTheFutureStays() {
    assertEquals(emptyList(), choose(20, 0, 5));
  }

  @Test
  void anUnreadableEntryCountsButStays() {
    List<Mark> some = asList(new Mark("poison", new byte[0]), at("a", 10, 0), at("b", 20, 0));
    assertEquals(asList("a"), keys(new Expiry(0, 2).choose(some, 1_000)));
    assertEquals(asList("a", "b"), keys(new Expiry(1, 1).choose(some, 1_000)));
  }

  private List<String> choose(long ttl, int max, long now) {
    return keys(new Expiry(ttl, max).choose(marks, now));
  }

  private static List<String> keys(List<Mark> marks) {
    return marks.stream().map(Mark::key).collect(toList());
  }

  private static Mark at(String key, long created, long sequence) {
    return new Mark(key, Entry.header(Entry.of(new Stamp(created, sequence, 1), new byte[0])));
  }
}
