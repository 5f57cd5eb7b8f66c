package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;

/** A node dies that owns a queue, or holds items of one. */
class QueueOwnerDeathTest extends OneQueue {

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
  void aPutWhoseOwnerDiesBeforeItAnswersHappensOnce() throws Exception {
    happensOnceThough(() -> cluster.dyingAfterTheNext(first, second));
  }

  @Test
  void aPutWhoseOwnerDiesBeforeItBeganHappensOnce() throws Exception {
    happensOnceThough(() -> cluster.dyingBeforeTheNext(first, second));
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
  void aConsumerThatIsLostOnTheWayLeavesTheOutcomeUnknown() throws Exception {
    threads.submit(() -> second.engine.claimToRemove(spec, Items.LONG_WAIT_MILLIS));
    first.awaitQuestions(1);
    cluster.dyingBeforeTheNext(second, first);
    assertThrows(OutcomeUnknownException.class, () -> items.put(first, "one"));
    assertEquals(0, first.engine.size(spec));
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
}
