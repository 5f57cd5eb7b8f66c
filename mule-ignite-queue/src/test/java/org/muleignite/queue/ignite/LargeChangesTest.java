package org.muleignite.queue.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LargeChangesTest {

  private static final int MEGABYTE = 1 << 20;

  private final LargeChanges changes = new LargeChanges(4 * MEGABYTE);
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  private Thread later(String name, int bytes) {
    Thread thread = new Thread(() -> begin(name, bytes), name);
    thread.start();
    return thread;
  }

  private CompletableFuture<Void> begin(String name, int bytes) {
    return changes.inTurn(
        bytes,
        () -> {
          begun.add(name);
          return end;
        });
  }

  private static void awaitBlocked(Thread thread) {
    Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  @Test
  void whatDoesNotFitWaitsInTurnAndTheRestDoesNot() throws Exception {
    begin("first", 3 * MEGABYTE);
    Thread second = later("second", 2 * MEGABYTE);
    awaitBlocked(second);
    Thread third = later("third", MEGABYTE);
    awaitBlocked(third);
    begin("small", 60_000);
    assertEquals(List.of("first", "small"), List.copyOf(begun));
    end.complete(null);
    second.join(TimeUnit.SECONDS.toMillis(60));
    third.join(TimeUnit.SECONDS.toMillis(60));
    assertEquals(4, begun.size());
  }

  @Test
  void whatIsLargerThanAllIsUnderWayAlone() throws Exception {
    CompletableFuture<Void> first = begin("first", 100 * MEGABYTE);
    Thread second = later("second", 100 * MEGABYTE);
    awaitBlocked(second);
    end.completeExceptionally(new IllegalStateException("The engine failed."));
    second.join(TimeUnit.SECONDS.toMillis(60));
    assertTrue(first.isCompletedExceptionally());
    assertEquals(List.of("first", "second"), List.copyOf(begun));
  }

  @Test
  void whatCannotBeginTakesNoTurn() throws Exception {
    assertThrows(
        IllegalStateException.class,
        () ->
            changes.inTurn(
                100 * MEGABYTE,
                () -> {
                  throw new IllegalStateException("The engine stops.");
                }));
    Thread next = later("next", 100 * MEGABYTE);
    next.join(TimeUnit.SECONDS.toMillis(60));
    assertEquals(List.of("next"), List.copyOf(begun));
  }

  @Test
  void withoutALimitNobodyWaits() {
    LargeChanges inMemory = new LargeChanges(Long.MAX_VALUE);
    for (int i = 0; i < 100; i++) {
      inMemory.inTurn(100 * MEGABYTE, () -> end);
    }
  }
}
