package org.muleignite.tests.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.store.StoreOperation.NEVER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.muleignite.tests.store.StoreOperation.Kind;
import org.muleignite.tests.store.StoreOperation.Outcome;

/** The judge of the kill tests must find what is wrong, and nothing else. */
class LinearizabilityCheckerTest {

  @Test
  void oneAfterTheOtherIsRight() {
    right(stored("a", 0, 1), read("a", 2, 3), refused(Kind.STORE, 4, 5), removed("a", 6, 7));
    right(refused(Kind.RETRIEVE, 0, 1), refused(Kind.REMOVE, 2, 3), stored("a", 4, 5));
  }

  @Test
  void aLostWriteIsFound() {
    wrong(refused(Kind.RETRIEVE, 2, 3), stored("a", 0, 1), refused(Kind.RETRIEVE, 2, 3));
    wrong(refused(Kind.REMOVE, 2, 3), stored("a", 0, 1), refused(Kind.REMOVE, 2, 3));
  }

  @Test
  void twoWhoStoredAtTheSameTimeAreFound() {
    wrong(stored("b", 1, 4), stored("a", 0, 3), stored("b", 1, 4));
  }

  @Test
  void twoWhoGotTheSameValueAreFound() {
    wrong(removed("a", 3, 6), stored("a", 0, 1), removed("a", 2, 5), removed("a", 3, 6));
  }

  @Test
  void aRemovedValueThatComesBackIsFound() {
    wrong(read("a", 4, 5), stored("a", 0, 1), removed("a", 2, 3), read("a", 4, 5));
  }

  @Test
  void anOldValueIsFound() {
    wrong(
        read("a", 6, 7), stored("a", 0, 1), removed("a", 2, 3), stored("b", 4, 5), read("a", 6, 7));
  }

  @Test
  void aValueThatNobodyStoredIsFound() {
    wrong(read("x", 0, 1), read("x", 0, 1));
  }

  @Test
  void aReadThatGoesBackInTimeIsFound() {
    // Both overlap the removal, but the second begins after the first has seen it done.
    wrong(
        read("a", 5, 6),
        stored("a", 0, 1),
        removed("a", 2, 10),
        refused(Kind.RETRIEVE, 3, 4),
        read("a", 5, 6));
  }

  @Test
  void aWrongContainsIsFound() {
    right(stored("a", 0, 1), contained(2, 3), removed("a", 4, 5), refused(Kind.CONTAINS, 6, 7));
    wrong(contained(0, 1), contained(0, 1), stored("a", 2, 3));
    wrong(refused(Kind.CONTAINS, 2, 3), stored("a", 0, 1), refused(Kind.CONTAINS, 2, 3));
  }

  @Test
  void aRefusalWithoutReasonIsFound() {
    wrong(refused(Kind.STORE, 0, 1), refused(Kind.STORE, 0, 1));
    wrong(
        refused(Kind.STORE, 4, 5),
        stored("a", 0, 1),
        removed("a", 2, 3),
        refused(Kind.STORE, 4, 5));
  }

  @Test
  void whatOverlapsMayHappenInAnyOrder() {
    right(stored("a", 0, 9), read("a", 1, 2), refused(Kind.RETRIEVE, 0, 1));
    right(stored("a", 0, 9), removed("a", 1, 8), stored("b", 2, 7), read("b", 10, 11));
    right(stored("a", 0, 9), removed("a", 1, 8), refused(Kind.RETRIEVE, 2, 7));
  }

  @Test
  void anUnknownOutcomeMayComeTrueLateOrNever() {
    StoreOperation unknownStore = unknown(Kind.STORE, "a", 0);
    right(unknownStore, refused(Kind.RETRIEVE, 1, 2), read("a", 3, 4));
    right(unknownStore, refused(Kind.RETRIEVE, 1, 2), stored("b", 3, 4), read("b", 5, 6));
    StoreOperation unknownRemoval = unknown(Kind.REMOVE, null, 2);
    right(stored("a", 0, 1), unknownRemoval, read("a", 3, 4), refused(Kind.RETRIEVE, 5, 6));
    right(stored("a", 0, 1), unknownRemoval, read("a", 3, 4), read("a", 5, 6));
  }

  @Test
  void anUnknownOutcomeComesTrueOnceAtMostAndNotBeforeItsBegin() {
    wrong(
        read("a", 6, 7),
        unknown(Kind.STORE, "a", 0),
        read("a", 2, 3),
        removed("a", 4, 5),
        read("a", 6, 7));
    wrong(read("a", 0, 1), read("a", 0, 1), unknown(Kind.STORE, "a", 2));
    wrong(
        refused(Kind.RETRIEVE, 2, 3),
        stored("a", 0, 1),
        refused(Kind.RETRIEVE, 2, 3),
        unknown(Kind.REMOVE, null, 4));
  }

  /** Histories made from a real register are right; with one answer turned they mostly are not. */
  @Test
  void randomHistoriesOfARegisterAreRightUntilAnAnswerIsTurned() {
    int found = 0;
    for (long seed = 0; seed < 200; seed++) {
      List<StoreOperation> history = simulate(new Random(seed));
      assertEquals(Optional.empty(), LinearizabilityChecker.violation(history), "seed " + seed);
      int turned = new Random(seed).nextInt(history.size());
      history.set(turned, turned(history.get(turned)));
      found += LinearizabilityChecker.violation(history).isPresent() ? 1 : 0;
    }
    // A turned answer may be right as well where operations overlap.
    assertTrue(found > 100, found + " of 200 wrong histories were found");
  }

  private static List<StoreOperation> simulate(Random random) {
    List<StoreOperation> history = new ArrayList<>();
    String value = null;
    for (int i = 0; i < 60; i++) {
      Kind kind = Kind.values()[random.nextInt(3)];
      String mine = kind == Kind.STORE ? "value " + i : value;
      boolean done = kind == Kind.STORE ? value == null : value != null;
      long at = i * 10L;
      StoreOperation operation =
          new StoreOperation(
              kind,
              done ? Outcome.DONE : Outcome.REFUSED,
              done ? mine : null,
              at - random.nextInt(25),
              at + random.nextInt(25));
      value = operation.after(value);
      history.add(operation);
    }
    return history;
  }

  private static StoreOperation turned(StoreOperation one) {
    return one.outcome() == Outcome.DONE
        ? new StoreOperation(one.kind(), Outcome.REFUSED, null, one.begin(), one.end())
        : new StoreOperation(one.kind(), Outcome.DONE, "turned", one.begin(), one.end());
  }

  private static StoreOperation stored(String value, long begin, long end) {
    return new StoreOperation(Kind.STORE, Outcome.DONE, value, begin, end);
  }

  private static StoreOperation removed(String value, long begin, long end) {
    return new StoreOperation(Kind.REMOVE, Outcome.DONE, value, begin, end);
  }

  private static StoreOperation read(String value, long begin, long end) {
    return new StoreOperation(Kind.RETRIEVE, Outcome.DONE, value, begin, end);
  }

  private static StoreOperation contained(long begin, long end) {
    return new StoreOperation(Kind.CONTAINS, Outcome.DONE, null, begin, end);
  }

  private static StoreOperation refused(Kind kind, long begin, long end) {
    return new StoreOperation(kind, Outcome.REFUSED, null, begin, end);
  }

  private static StoreOperation unknown(Kind kind, String value, long begin) {
    return new StoreOperation(kind, Outcome.UNKNOWN, value, begin, NEVER);
  }

  private static void right(StoreOperation... history) {
    assertEquals(Optional.empty(), LinearizabilityChecker.violation(Arrays.asList(history)));
  }

  private static void wrong(StoreOperation culprit, StoreOperation... history) {
    assertEquals(Optional.of(culprit), LinearizabilityChecker.violation(Arrays.asList(history)));
  }
}
