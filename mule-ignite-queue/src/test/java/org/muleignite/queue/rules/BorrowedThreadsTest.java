package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BorrowedThreadsTest {

  private final List<Runnable> pool = new ArrayList<>();
  private final BorrowedThreads threads = new BorrowedThreads(pool::add);
  private int deepest;

  /** Keeps the thread while it brings the next task. */
  private void nest(int depth) {
    deepest = Math.max(deepest, depth);
    threads.execute(() -> nest(depth + 1));
  }

  @Test
  void fewAreBorrowedAtATimeAndTheRestGoesToThePool() {
    nest(0);
    assertEquals(4, deepest, "four threads are kept");
    assertEquals(1, pool.size(), "the fifth task is left to the pool");
    nest(0);
    assertEquals(2, pool.size(), "they were given back");
  }

  @Test
  void aThreadIsGivenBackWhenItsTaskFails() {
    for (int i = 0; i < 10; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              threads.execute(
                  () -> {
                    throw new IllegalStateException("of the task");
                  }));
    }
    assertEquals(0, pool.size());
  }
}
