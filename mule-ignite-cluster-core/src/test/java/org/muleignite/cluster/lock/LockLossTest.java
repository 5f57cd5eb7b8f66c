package org.muleignite.cluster.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;

/** Locks are taken from nodes that may not act, and by operators. */
class LockLossTest extends LockOnThreeNodes {

  @Test
  void aNodeThatMayNotActIsRefusedAndHoldsNothing() throws Exception {
    c.mayAct = false;
    assertThrows(ClusterUnavailableException.class, () -> c.lock(id).lock());
    assertThrows(ClusterUnavailableException.class, () -> c.lock(id).tryLock());
    c.mayAct = true;

    one.lock(b.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    c.mayAct = false;
    one.unlock(b.lock(id));
    assertUnavailable(waiter);
    assertNoTrace();
  }

  @Test
  void lostMembershipFailsWaitersAndIsReportedByUnlock() throws Exception {
    one.lock(c.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    c.locks.membershipLost("the others dropped this node.");
    assertUnavailable(waiter);
    assertLost(c, "may have been changed by others");
    one.run(() -> assertThrows(IllegalMonitorStateException.class, () -> c.lock(id).unlock()));
    assertThrows(ClusterException.class, () -> c.lock(id).lock());
  }

  @Test
  void aLostQuorumTakesLocksFromThisNodeUntilItIsBack() throws Exception {
    one.lock(c.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    c.locks.quorumLost("too few members.");
    assertUnavailable(waiter);
    two.lock(b.lock(id));
    assertLost(c, "too few members");
    two.unlock(b.lock(id));
    one.lock(c.lock(id));
    one.unlock(c.lock(id));
    assertNoTrace();
  }

  @Test
  void operatorsSeeHoldersAndWaitersAndReleaseByForce() throws Exception {
    one.lock(b.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    List<HeldLock> held = Within.limit("list", a.locks.held());
    assertEquals(1, held.size());
    assertEquals(id, held.get(0).id());
    assertEquals(b.localNode(), held.get(0).node());
    assertEquals(1, held.get(0).waiters());
    assertEquals(one.run(() -> b.lock(id).fencingNumber()), held.get(0).fencingNumber());

    assertTrue(Within.limit("force", c.locks.forceRelease(id)));
    assertTrue(Within.limit("grant", waiter));
    assertLost(b, "by force");
    two.unlock(c.lock(id));
    assertFalse(Within.limit("force", c.locks.forceRelease(id)));
    assertNoTrace();
  }

  private static void assertUnavailable(Future<Boolean> waiter) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> Within.limit("failure", waiter));
    assertInstanceOf(ClusterUnavailableException.class, failure.getCause());
  }

  /** The first thread, which held the lock, learns it when it unlocks. */
  private void assertLost(FakeNode node, String reason) throws Exception {
    ClusterException lost =
        one.run(() -> assertThrows(ClusterException.class, () -> node.lock(id).unlock()));
    assertTrue(lost.getMessage().contains(reason), lost.getMessage());
  }
}
