package org.muleignite.cluster.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many threads, or many locks. */
class LockLoadTest extends LockOnThreeNodes {

  private int counter;

  @Test
  void fencingNumbersGrowFromGrantToGrantOnAllNodes() throws Exception {
    long last = 0;
    for (int i = 0; i < 100; i++) {
      FencedLock lock = cluster.nodes().get(i % 3).lock(id);
      long number =
          one.run(
              () -> {
                lock.lock();
                long before = lock.fencingNumber();
                lock.lock();
                assertEquals(before, lock.fencingNumber(), "re-entering keeps the number");
                lock.unlock();
                lock.unlock();
                return before;
              });
      assertTrue(number > last, number + " after " + last);
      last = number;
    }
  }

  @Test
  void threadsOfThreeNodesExcludeEachOtherWithGrowingNumbers() throws Exception {
    cluster.shuffle(200);
    long[] lastNumber = {0};
    int rounds = 300;
    int threads = 9;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        FencedLock lock = cluster.nodes().get(t % 3).lock(id);
        all.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    increment(lock, lastNumber);
                  }
                }));
      }
      for (Future<?> each : all) {
        Within.limit("all rounds", each);
      }
    } finally {
      pool.shutdownNow();
    }
    assertEquals(threads * rounds, counter);
    awaitNoTrace();
  }

  private void increment(FencedLock lock, long[] lastNumber) {
    lock.lock();
    try {
      int read = counter;
      long number = lock.fencingNumber();
      assertTrue(number > lastNumber[0], number + " after " + lastNumber[0]);
      lastNumber[0] = number;
      Thread.yield();
      counter = read + 1;
    } finally {
      lock.unlock();
    }
  }

  @Test
  void aBusyNodeDoesNotStarveAnother() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    boolean[] stop = {false};
    int[] local = {0};
    List<Future<?>> busy = new ArrayList<>();
    try {
      for (int t = 0; t < 4; t++) {
        busy.add(pool.submit(() -> takeTurns(stop, local)));
      }
      for (int i = 0; i < 20; i++) {
        int turns =
            two.run(
                () -> {
                  FencedLock lock = c.lock(id);
                  lock.lock();
                  int before = local[0];
                  Future<Integer> next =
                      one.begin(
                          () -> {
                            b.lock(id).lock();
                            try {
                              return local[0];
                            } finally {
                              b.lock(id).unlock();
                            }
                          });
                  one.awaitParked();
                  lock.unlock();
                  return Within.limit("turn of node b", next) - before;
                });
        assertTrue(turns <= NodeLock.HAND_OVERS + 1, "turns of the busy node: " + turns);
      }
    } finally {
      one.lock(a.lock(id));
      stop[0] = true;
      one.unlock(a.lock(id));
      for (Future<?> each : busy) {
        Within.limit("end", each);
      }
      pool.shutdownNow();
    }
  }

  private void takeTurns(boolean[] stop, int[] local) {
    boolean over = false;
    while (!over) {
      a.lock(id).lock();
      try {
        local[0]++;
        over = stop[0];
      } finally {
        a.lock(id).unlock();
      }
    }
  }

  @Test
  void aMillionIdsLeaveNoTrace() throws Exception {
    for (int i = 0; i < 1_000_000; i++) {
      FencedLock lock = cluster.nodes().get(i % 3).lock("order/" + i);
      assertTrue(lock.tryLock());
      lock.unlock();
    }
    assertNoTrace();
  }
}
