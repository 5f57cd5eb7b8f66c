package org.muleignite.cluster.membership;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SettledViewTest {

  private final SettledView view = new SettledView();

  private static long in(long millis) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void whatHasNotBeenSeenIsNotSettled() {
    view.see(4);
    assertTrue(view.isSettled(4));
    assertFalse(view.isSettled(5));
    assertFalse(view.await(() -> 5, in(1)));
  }

  @Test
  void whereNoCopiesAreAwaitedADepartureOnlyHasToBeSeen() {
    view.departed(5);
    view.see(5);
    assertTrue(view.isSettled(5));
  }

  @Test
  void aDepartureIsSettledWhenTheCopiesCountAsNewer() {
    view.awaitCopies();
    view.departed(5);
    view.see(5);
    assertFalse(view.isSettled(5));
    view.settle(4);
    assertFalse(view.isSettled(5));
    view.settle(5);
    assertTrue(view.isSettled(5));
  }

  @Test
  void aJoinNeedsNoCopies() {
    view.awaitCopies();
    view.departed(5);
    view.see(5);
    view.settle(5);
    view.see(6);
    assertTrue(view.isSettled(6));
  }

  @Test
  void whoWaitsGoesOnWhenItIsSettled() throws Exception {
    view.awaitCopies();
    view.departed(5);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> view.await(() -> 5, in(20_000)));
    view.see(5);
    view.settle(5);
    assertTrue(waiting.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() {
    Thread.currentThread().interrupt();
    assertFalse(view.await(() -> 5, in(20_000)));
    assertTrue(Thread.interrupted());
  }

  /** Versions of the topology come in their order, answers about them need not. */
  @Test
  void nothingGoesBack() {
    view.awaitCopies();
    view.see(7);
    view.departed(7);
    view.settle(7);
    view.see(6);
    view.departed(6);
    view.settle(6);
    assertTrue(view.isSettled(7));
  }
}
