package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SortedPositionsTest {

  @Test
  void behavesLikeASortedSet() {
    Random random = new Random(4711);
    SortedPositions positions = new SortedPositions();
    TreeSet<Long> expected = new TreeSet<>();
    for (int i = 0; i < 20_000; i++) {
      long position = random.nextInt(1_000);
      int what = random.nextInt(6);
      if (what < 2 && !expected.isEmpty()) {
        assertEquals(expected.pollFirst(), positions.removeHead());
      } else if (what == 2) {
        assertEquals(expected.remove(position), positions.remove(position));
      } else {
        assertEquals(expected.contains(position), positions.contains(position));
        positions.add(position);
        expected.add(position);
      }
      assertEquals(expected.size(), positions.size());
    }
    long[] all = expected.stream().mapToLong(l -> l).toArray();
    assertArrayEquals(Arrays.copyOf(all, 3), positions.lowest(3));
    assertArrayEquals(all, positions.lowest(all.length + 1));
    assertArrayEquals(all, positions.drain());
    assertTrue(positions.isEmpty());
  }

  @Test
  void holdsAMillion() {
    SortedPositions positions = new SortedPositions();
    int million = 1_000_000;
    for (int i = 0; i < million; i++) {
      positions.add(i);
    }
    long head = positions.removeHead();
    long next = positions.removeHead();
    positions.add(next);
    positions.add(head);
    for (int i = 0; i < million; i++) {
      assertEquals(i, positions.removeHead());
    }
  }
}
