package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;

/** The rules of claims and commits while nothing goes wrong with their nodes. */
class QueueEngineTest extends OneQueue {

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
