package org.muleignite.objectstore.rules;

import static java.util.Arrays.asList;
import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionIndexTest {

  private final PartitionIndex index = new PartitionIndex();

  @Test
  void partitionsAreKeptApart() {
    index.stored("p", at("a", 1));
    index.stored("q", at("a", 2));
    index.removed("q", at("a", 2));
    assertEquals(asList("a"), keys(index.all("p")));
    assertEquals(0, index.count("q"));
    assertTrue(index.all("q").isEmpty());
  }

  @Test
  void theOldestComeFirst() {
    index.stored("p", at("late", 30));
    index.stored("p", at("b", 10));
    index.stored("p", at("a", 10));
    index.stored("p", Mark.of("poison", new byte[] {9}));
    assertEquals(asList("poison", "a", "b", "late"), keys(index.all("p")));
    assertEquals(asList("a", "b"), keys(index.oldest("p", 10, 5)));
    assertEquals(asList("a"), keys(index.oldest("p", 30, 1)));
    assertEquals(Collections.emptyList(), keys(index.oldest("p", 9, 5)));
    assertEquals(4, index.count("p"));
  }

  @Test
  void whatIsFoundAfterItWasRemovedIsNotThere() {
    index.removed("p", at("a", 1));
    index.stored("p", at("a", 2));
    index.found("p", at("a", 1));
    index.found("p", at("a", 2));
    index.found("p", at("b", 1));
    index.complete();
    assertEquals(asList(at("b", 1), at("a", 2)), index.all("p"));
    assertEquals(2, index.count("p"));
  }

  @Test
  void whatWasRemovedOnceMayComeAgain() {
    index.stored("p", at("a", 1));
    index.complete();
    index.removed("p", at("a", 1));
    index.stored("p", at("a", 2));
    assertEquals(asList(at("a", 2)), index.all("p"));
    index.removed("p", at("a", 1));
    assertEquals(1, index.count("p"), "another entry of the same key");
  }

  private static Mark at(String key, long created) {
    return Mark.of(key, Entry.of(new Stamp(created, 0, 0), new byte[0]));
  }

  private static List<String> keys(List<Mark> marks) {
    return marks.stream().map(Mark::key).collect(toList());
  }
}
