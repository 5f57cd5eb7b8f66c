package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.muleignite.cluster.api.ClusterException;

/** The rules of owners, claims and commits, on a cluster in memory. */
@Timeout(60)
class QueueEngineTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode first = cluster.join();
  private final FakeNode second = cluster.join();
  private final QueueSpec spec = new QueueSpec(new QueueRef("app/q", false), 0);
  private final Items items = new Items(spec);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
    cluster.close();
  }

  @Test
  void aClaimIsHeldForNobodyElse() throws Exception {
    items.put(second, "one", "two");
    Claim one = second.engine.claim(spec, 0);
    assertEquals("one", Items.text(one));
    assertEquals(1, first.engine.size(spec));
    assertEquals("two", items.take(first));
    assertNull(first.engine.claim(spec, 0));
    second.engine.release(spec, one);
    assertEquals("one", items.take(first));
  }

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

  /** Every entry more makes a change slower; the next owner looks far enough around. */
  @Test
  void thePutsOfTheOwnerTellTheHeaderNowAndThen() throws Exception {
    assertTrue(first.engine.offer(spec, Items.bytes("opened"), 0));
    byte[] header = first.glance(spec.ref().header());
    for (int i = 1; i <= RecordedEnds.LAG; i++) {
      assertTrue(first.engine.offer(spec, Items.bytes("here"), 0));
      assertArrayEquals(header, first.glance(spec.ref().header()), "put " + i);
    }
    assertTrue(first.engine.offer(spec, Items.bytes("here"), 0));
    byte[] told = first.glance(spec.ref().header());
    assertFalse(Arrays.equals(header, told));
    assertTrue(second.engine.offer(spec, Items.bytes("for another node, which may ask"), 0));
    assertFalse(Arrays.equals(told, first.glance(spec.ref().header())));
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
  void claimsOfTheDeadReturnInOrder() throws Exception {
    items.put(first, "one", "two", "three");
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    work.take(spec, second.engine.claim(spec, 0));
    work.offer(spec, Items.bytes("never"), 0);
    cluster.kill(second, first);
    await(3);
    assertEquals("one", items.take(first));
    assertEquals("two", items.take(first));
    assertEquals("three", items.take(first));
  }

  private void await(int size) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Items.LONG_WAIT_MILLIS);
    while (first.engine.size(spec) != size) {
      assertTrue(System.nanoTime() < end, "size is " + first.engine.size(spec));
      Thread.yield();
    }
  }

  @Test
  void aDeadOwnerLosesNothing() throws Exception {
    items.put(second, "one", "two", "three");
    Claim held = second.engine.claim(spec, 0);
    assertNotNull(first.engine.claim(spec, 0));
    cluster.kill(first, second);
    assertEquals("two", items.take(second));
    assertEquals("three", items.take(second));
    assertTrue(second.engine.remove(spec, held));
    assertEquals(0, second.engine.size(spec));
  }

  @Test
  void anItemThatIsGoneIsNotDelivered() throws Exception {
    items.put(first, "one", "two");
    Claim claim = second.engine.claim(spec, 0);
    cluster.entries.remove(spec.ref().item(claim.position()));
    assertFalse(second.engine.remove(spec, claim));
    assertEquals("two", items.take(first));
  }

  @Test
  void anIndexEntryWithoutItemIsSkipped() throws Exception {
    items.put(first, "one", "two");
    Claim claim = first.engine.claim(spec, 0);
    first.engine.release(spec, claim);
    cluster.entries.remove(spec.ref().item(claim.position()));
    assertArrayEquals(Items.bytes("two"), second.engine.peek(spec));
    assertEquals("two", items.take(second));
  }

  @Test
  void whatWasNotDoneIsRepeated() throws Exception {
    items.put(first, "warm");
    first.refusals.add(new NothingChangedException("not now", null));
    items.put(first, "one");
    assertEquals("warm", items.take(second));
    assertEquals("one", items.take(second));
  }

  @Test
  void aLostAnswerOfACommitIsLookedUp() throws Exception {
    items.put(first, "warm");
    first.lostAnswers.add(new OutcomeUnknownException("no answer", null));
    items.put(first, "one");
    assertEquals("warm", items.take(second));
    first.lostAnswers.add(new OutcomeUnknownException("no answer", null));
    assertEquals("one", items.take(first));
    assertEquals(0, second.engine.size(spec));
  }

  @Test
  void anUnknownOutcomeThatDidNotHappenIsRepeated() throws Exception {
    items.put(first, "warm");
    first.refusals.add(new OutcomeUnknownException("no answer", null));
    items.put(first, "one");
    assertEquals("warm", items.take(second));
    assertEquals("one", items.take(second));
    assertEquals(0, first.engine.size(spec));
  }

  @Test
  void aConflictThatNoReadingConfirmsIsRepeated() throws Exception {
    items.put(first, "one");
    Claim claim = second.engine.claim(spec, 0);
    Change remove = new Change().remove(spec.ref().item(claim.position()));
    first.refusals.add(new ChangeConflictException(remove.steps().get(0)));
    assertTrue(second.engine.remove(spec, claim));
    assertEquals(0, first.engine.size(spec));
  }

  @Test
  void aCommitThatComesTrueLateIsNoConflict() throws Exception {
    items.put(first, "one");
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    work.offer(spec, Items.bytes("two"), 0);
    first.late = new OutcomeUnknownException("no answer, and not there yet", null);
    work.commit();
    assertEquals("two", items.take(first));
    assertEquals(0, first.engine.size(spec));
  }

  @Test
  void aPutWhoseOwnerDiesBeforeItAnswersHappensOnce() throws Exception {
    happensOnceThough(() -> cluster.dyingAfterTheNext(first, second));
  }

  @Test
  void aPutWhoseOwnerDiesBeforeItBeganHappensOnce() throws Exception {
    happensOnceThough(() -> cluster.dyingBeforeTheNext(first, second));
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

  /** A put that meets this fate of the owner. */
  private void happensOnceThough(Runnable fate) throws Exception {
    items.put(second, "one");
    fate.run();
    items.put(second, "two");
    assertEquals("one", items.take(second));
    assertEquals("two", items.take(second));
    assertEquals(0, second.engine.size(spec));
  }

  @Test
  void aCommitWhoseOwnerDiesBeforeItAnswersHappensOnce() throws Exception {
    items.put(second, "one", "two");
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    cluster.dyingAfterTheNext(first, second);
    work.commit();
    assertEquals("two", items.take(second));
    assertEquals(0, second.engine.size(spec));
  }

  @Test
  void anItemGoesStraightToWhoWaitsForIt() throws Exception {
    Future<Claim> waiting =
        threads.submit(() -> second.engine.claimToRemove(spec, Items.LONG_WAIT_MILLIS));
    first.awaitQuestions(1);
    items.put(first, "one");
    Claim claim = waiting.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    assertArrayEquals(Items.bytes("one"), claim.item());
    assertTrue(second.engine.remove(spec, claim));
    assertEquals(1, cluster.entries.size(), "nothing but the header was ever stored");
  }

  @Test
  void aTransferredItemThatIsGivenBackIsAtTheHead() throws Exception {
    Future<Claim> waiting =
        threads.submit(() -> second.engine.claimToRemove(spec, Items.LONG_WAIT_MILLIS));
    first.awaitQuestions(1);
    items.put(first, "one", "two");
    second.engine.release(spec, waiting.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS));
    assertEquals("one", items.take(first));
    assertEquals("two", items.take(first));
  }

  @Test
  void whoWaitsInATransactionGetsAStoredItem() throws Exception {
    Future<Claim> waiting = threads.submit(() -> second.engine.claim(spec, Items.LONG_WAIT_MILLIS));
    first.awaitQuestions(1);
    items.put(first, "one");
    second.engine.release(spec, waiting.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS));
    assertEquals("one", items.take(first));
  }

  @Test
  void aConsumerThatIsLostOnTheWayLeavesTheOutcomeUnknown() throws Exception {
    threads.submit(() -> second.engine.claimToRemove(spec, Items.LONG_WAIT_MILLIS));
    first.awaitQuestions(1);
    cluster.dyingBeforeTheNext(second, first);
    assertThrows(OutcomeUnknownException.class, () -> items.put(first, "one"));
    assertEquals(0, first.engine.size(spec));
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

  @Test
  void whatADeadNodeHeldIsNotOvertaken() throws Exception {
    items.put(first, "one", "two");
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    cluster.fence = new CompletableFuture<>();
    cluster.kill(second, first);
    assertNull(first.engine.claim(spec, 0), "the dead node may still act");
    Future<Claim> waiting =
        threads.submit(() -> first.engine.claimToRemove(spec, Items.LONG_WAIT_MILLIS));
    first.awaitQuestions(1);
    items.put(first, "three");
    cluster.fence.complete(null);
    Claim oldest = waiting.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS);
    assertArrayEquals(Items.bytes("one"), oldest.item());
    assertTrue(first.engine.remove(spec, oldest));
    assertEquals("two", items.take(first));
    assertEquals("three", items.take(first));
  }

  /** Else the item it would have got comes after those that others get. */
  @Test
  void whoGivesUpWhileTheQueueIsOpenedLeavesItsItemToTheNext() throws Exception {
    items.put(first, "one", "two", "three");
    FakeNode third = cluster.join();
    cluster.fence = new CompletableFuture<>();
    cluster.kill(first, second);
    int asked = second.asked.get();
    assertNull(third.engine.claim(spec, 1), "the new owner waits for the fence");
    second.awaitAsked(asked + 2);
    Future<Claim> next = threads.submit(() -> third.engine.claim(spec, Items.LONG_WAIT_MILLIS));
    second.awaitAsked(asked + 3);
    Future<Claim> last = threads.submit(() -> third.engine.claim(spec, Items.LONG_WAIT_MILLIS));
    second.awaitAsked(asked + 4);
    cluster.fence.complete(null);
    assertEquals("one", Items.text(next.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS)));
    assertEquals("two", Items.text(last.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS)));
    assertEquals("three", items.take(third));
  }

  @Test
  void aNodeWithoutRoomRefusesItemsAndGivesOutTheOthers() throws Exception {
    items.put(second, "one", "two");
    first.left = 0;
    assertThrows(ClusterException.class, () -> items.put(second, "three"));
    assertThrows(ClusterException.class, () -> items.put(first, "three"));
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    work.offer(spec, Items.bytes("three"), 0);
    assertThrows(ClusterException.class, work::commit);
    assertEquals("one", items.take(second));
    assertEquals("two", items.take(first));
    first.left = RoomGauge.PLENTY;
    items.put(second, "three");
    assertEquals("three", items.take(second));
  }

  @Test
  void aFailedCommitGivesEverythingBack() throws Exception {
    items.put(first, "one", "two");
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    work.offer(spec, Items.bytes("three"), 0);
    second.refusals.add(new ClusterException("broken"));
    assertThrows(ClusterException.class, work::commit);
    assertEquals(2, first.engine.size(spec));
    assertEquals("one", items.take(first));
    assertEquals("two", items.take(first));
  }

  @Test
  void aPreparedBranchIsDecidedByASurvivor() throws Exception {
    items.put(first, "one", "two", "three");
    EntryKey key = new EntryKey(Area.BRANCHES, "app#1", "app#1");
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    work.offer(spec, Items.bytes("four"), 0);
    assertTrue(work.prepare(key));
    assertNotNull(second.engine.claim(spec, 0), "not prepared: goes back");
    assertThrows(ClusterException.class, () -> first.engine.recover(key), "its node is alive");
    cluster.kill(second, first);
    await(2);
    assertEquals("two", items.take(first));
    assertEquals("three", items.take(first));
    assertNull(first.engine.claim(spec, 0), "prepared: stays claimed");
    assertEquals(1, first.engine.undecided().size());
    first.engine.recover(key).commit();
    assertEquals("four", items.take(first));
    assertNull(first.engine.claim(spec, 0));
    assertNull(first.engine.recover(key));
  }

  @Test
  void theOtherKindIsRefusedWithBothNamed() throws Exception {
    items.put(first, "one");
    QueueSpec persistent = new QueueSpec(new QueueRef("app/q", true), 0);
    ClusterException e = assertThrows(ClusterException.class, () -> second.engine.size(persistent));
    assertTrue(e.getMessage().contains("persistent here"), e.getMessage());
    assertTrue(e.getMessage().contains("transient in the cluster"), e.getMessage());
  }

  @Test
  void disposalLeavesNoEntry() throws Exception {
    items.put(second, "one", "two");
    second.engine.dispose(spec);
    assertTrue(cluster.entries.isEmpty(), cluster.entries.keySet()::toString);
    assertNull(first.engine.lookup("app/q"));
  }

  @Test
  void aRollbackAfterDisposalBringsNothingBack() throws Exception {
    items.put(first, "one", "two");
    UnitOfWork work = second.engine.begin();
    work.take(spec, second.engine.claim(spec, 0));
    first.engine.dispose(spec);
    work.rollback();
    assertEquals(0, first.engine.size(spec));
    cluster.own(second);
    assertEquals(0, first.engine.size(spec));
  }
}
