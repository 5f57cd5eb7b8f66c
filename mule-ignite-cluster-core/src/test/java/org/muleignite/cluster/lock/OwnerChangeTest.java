package org.muleignite.cluster.lock;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The lock while nodes come, leave and crash. */
class OwnerChangeTest extends LockOnThreeNodes {

  @Test
  void theNextOwnerLearnsWhatIsHeldAndWaitersGoOnThere() throws Exception {
    one.lock(b.lock(id));
    final long number = one.run(() -> b.lock(id).fencingNumber());
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    cluster.leave(a);
    assertFalse(tryOn(c), "held by b, says the new owner");
    assertFalse(waiter.isDone());
    one.unlock(b.lock(id));
    assertTrue(Within.limit("grant by the new owner", waiter));
    assertTrue(two.run(() -> c.lock(id).fencingNumber()) > number);
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void whatACrashedOwnerHeldItselfIsGrantedOnlyAfterItsFence() throws Exception {
    one.lock(a.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    cluster.fail(a);
    assertFalse(timedTryOn(b), "the crashed node may still act");
    assertFalse(waiter.isDone());
    a.fence.complete(null);
    assertTrue(Within.limit("grant after the fence", waiter));
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void whatACrashedHolderHeldIsGrantedOnlyAfterItsFence() throws Exception {
    one.lock(b.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    cluster.fail(b);
    assertFalse(tryOn(a), "the crashed node may still act");
    assertFalse(waiter.isDone());
    b.fence.complete(null);
    assertTrue(Within.limit("grant after the fence", waiter));
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void aHolderThatCrashedBeforeTheOwnerDoesIsStillWaitedFor() throws Exception {
    one.lock(b.lock(id));
    cluster.fail(b);
    cluster.leave(a);
    assertFalse(timedTryOn(c), "the new owner cannot know what b held");
    b.fence.complete(null);
    Future<Boolean> grant = two.beginLock(c.lock(id));
    assertTrue(Within.limit("grant after the fence", grant));
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void aHolderThatCrashesBeforeItReportsIsWaitedFor() throws Exception {
    one.lock(b.lock(id));
    cluster.hold(parcel -> parcel.to == b);
    cluster.leave(a);
    cluster.fail(b);
    assertFalse(timedTryOn(c), "the crashed node may still act");
    b.fence.complete(null);
    assertTrue(Within.limit("grant after the fence", two.beginLock(c.lock(id))));
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void aJoinedOwnerLearnsWhatIsHeld() throws Exception {
    one.lock(b.lock(id));
    FakeNode taker = cluster.enterAsOwnerOf(id);
    taker.serve();
    assertFalse(tryOn(taker));
    assertFalse(tryOn(c));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    one.unlock(b.lock(id));
    assertTrue(Within.limit("grant by the joined owner", waiter));
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void aNodeThatTakesLongToStartHoldsNobodyUp() throws Exception {
    FakeNode slow = cluster.enterAsOwnerOf(id);
    assertTrue(tryOn(c));
    assertTrue(tryOn(a));
    slow.serve();
    assertTrue(Within.limit("lock", two.beginLock(slow.lock(id))));
    assertFalse(tryOn(c));
    two.unlock(slow.lock(id));
    awaitNoTrace();
  }

  @Test
  void aGrantOfAFormerOwnerThatArrivesLateDoesNotCount() throws Exception {
    cluster.hold(parcel -> parcel.kind == null && parcel.from == a && parcel.to == c);
    Future<Boolean> late = two.beginLock(c.lock(id));
    two.awaitParked();
    Within.limit("grant is under way", () -> cluster.heldBack() == 1);
    FakeNode taker = cluster.enterAsOwnerOf(id);
    taker.serve();
    assertSame(taker, cluster.ownerOf(id));
    FencedLock free = b.lock(id);
    assertTrue(Within.limit("lock at the new owner", one.beginLock(free)));
    cluster.deliver();
    assertFalse(late.isDone(), "two nodes hold it");
    one.unlock(free);
    assertTrue(Within.limit("grant by the new owner", late));
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void aReleaseThatOvertakesTheReportIsNotForgotten() throws Exception {
    one.lock(b.lock(id));
    // b's report is drawn up but under way while b releases to the owner that it reported to.
    cluster.hold(parcel -> parcel.kind == null && parcel.from == b);
    cluster.leave(a);
    one.unlock(b.lock(id));
    cluster.deliver();
    assertTrue(Within.limit("lock", two.beginLock(c.lock(id))));
    two.unlock(c.lock(id));
    awaitNoTrace();
  }

  @Test
  void numbersGrowOverOwners() throws Exception {
    long last = 0;
    for (int i = 0; i < 20; i++) {
      FakeNode node = cluster.join();
      long number =
          one.run(
              () -> {
                node.lock(id).lock();
                long present = node.lock(id).fencingNumber();
                node.lock(id).unlock();
                return present;
              });
      assertTrue(number > last);
      last = number;
      cluster.leave(cluster.ownerOf(id));
    }
  }

  @Test
  void stopLetsOthersHaveWhatTheNodeHeld() throws Exception {
    one.lock(b.lock(id));
    cluster.leave(b);
    assertTrue(Within.limit("lock", two.beginLock(c.lock(id))));
    two.unlock(c.lock(id));
  }

  /** Whether a third thread gets it at once; it gives it back. */
  private boolean tryOn(FakeNode node) throws Exception {
    try (Worker worker = new Worker()) {
      return worker.run(() -> given(node, node.lock(id).tryLock()));
    }
  }

  private boolean timedTryOn(FakeNode node) throws Exception {
    try (Worker worker = new Worker()) {
      return worker.run(() -> given(node, node.lock(id).tryLock(100, TimeUnit.MILLISECONDS)));
    }
  }

  private boolean given(FakeNode node, boolean got) {
    if (got) {
      node.lock(id).unlock();
    }
    return got;
  }
}
