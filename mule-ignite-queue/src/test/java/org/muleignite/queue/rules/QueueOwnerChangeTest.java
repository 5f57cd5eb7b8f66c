package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The owner of a queue changes while nobody dies. */
class QueueOwnerChangeTest extends OneQueue {

  @Test
  void claimsSurviveTheMoveOfTheQueue() throws Exception {
    items.put(second, "one", "two", "three");
    Claim claim = second.engine.claim(spec, 0);
    cluster.own(second);
    assertEquals("two", items.take(first));
    second.engine.release(spec, claim);
    assertEquals("one", items.take(first));
    assertEquals("three", items.take(second));
  }

  /** Nodes learn at different times that a queue has moved. */
  @Test
  void aClaimGivenByTheEarlierOwnerIsHeldForNobodyElse() throws Exception {
    items.put(first, "one");
    FakeNode third = cluster.join();
    first.view = first.id;
    second.view = first.id;
    cluster.own(third);
    CompletableFuture<Void> arrival = new CompletableFuture<>();
    first.fate = handler -> arrival.thenCompose(arrived -> handler.get());
    int asked = second.asked.get();
    Future<Claim> late = threads.submit(() -> third.engine.claim(spec, 0));
    second.awaitAsked(asked + 1);
    Claim claim = second.engine.claim(spec, 0);
    assertEquals("one", Items.text(claim));
    first.view = null;
    second.view = null;
    arrival.complete(null);
    assertNull(
        late.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS),
        "the claimed item was given out again");
    assertTrue(second.engine.remove(spec, claim));
  }

  @Test
  void whoWaitsFollowsTheQueue() throws Exception {
    assertEquals(0, first.engine.size(spec));
    Future<String> waiting = threads.submit(() -> items.take(second));
    Future<String> alsoWaiting = threads.submit(() -> items.take(first));
    first.awaitQuestions(2);
    cluster.own(second);
    items.put(first, "one", "two");
    // Sooner than a wait is renewed by itself.
    String one = waiting.get(4, TimeUnit.SECONDS);
    String two = alsoWaiting.get(4, TimeUnit.SECONDS);
    assertEquals("onetwo", one.equals("one") ? one + two : two + one);
  }

  @Test
  void aReleaseThatTheNewOwnerNeverHeardOfIsFound() throws Exception {
    items.put(first, "one", "two");
    Claim claim = first.engine.claim(spec, 0);
    cluster.own(second);
    assertEquals(1, second.engine.size(spec), "the new owner knows of the claim");
    // Also what it is told because it learned of the claim when it took over.
    cluster.losingTheNext(second, 2);
    first.engine.release(spec, claim);
    while (second.engine.size(spec) < 2) {
      Thread.yield();
    }
    assertEquals("one", items.take(first));
  }

  /** What it held is known to the new owner, which must not wait until it looks again. */
  @Test
  void aReleaseThatOnlyTheEarlierOwnerHeardOfIsToldAgain() throws Exception {
    items.put(first, "one", "two");
    Claim claim = second.engine.claim(spec, 0);
    FakeNode third = cluster.join();
    cluster.own(third);
    assertEquals(1, third.engine.size(spec), "the new owner knows of the claim");
    cluster.late(first, third);
    second.engine.release(spec, claim);
    assertEquals(2, third.engine.size(spec));
    assertEquals("one", items.take(first));
  }

  /** It is a member before it serves, and nobody fences it while it lives. */
  @Test
  void aNodeThatStartsDoesNotHoldTheQueuesUp() throws Exception {
    items.put(first, "one");
    FakeNode starting = cluster.join();
    starting.early.set(3);
    cluster.own(second);
    assertEquals("one", Items.text(first.engine.claim(spec, 5_000)));
  }

  @Test
  void aPutMeetsAnOwnerThatIsStoppingAndIsDoneByTheNext() throws Exception {
    happensOnceThough(() -> cluster.stoppingBeforeTheNext(first, second));
  }

  @Test
  void aPutWhoseOwnerStopsMeanwhileIsDoneByTheNext() throws Exception {
    happensOnceThough(() -> cluster.stoppingDuringTheNext(first, second));
  }

  @Test
  void aStopWaitsForTheChangeThatIsOnItsWay() throws Exception {
    items.put(second, "one");
    first.copied = new CompletableFuture<>();
    Future<Boolean> put = threads.submit(() -> second.engine.offer(spec, Items.bytes("two"), 0));
    cluster.awaitEntries(3);
    Future<?> stop = threads.submit(first.engine::close);
    assertThrows(TimeoutException.class, () -> stop.get(200, TimeUnit.MILLISECONDS));
    first.copied.complete(null);
    stop.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    cluster.own(second);
    assertTrue(put.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS));
    assertEquals(2, second.engine.size(spec));
  }
}
