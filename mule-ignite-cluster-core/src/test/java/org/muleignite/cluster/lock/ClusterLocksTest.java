package org.muleignite.cluster.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The lock among nodes that neither come nor go. */
class ClusterLocksTest extends LockOnThreeNodes {

  @Test
  void severalLockObjectsOfAnIdAreOneReentrantLock() throws Exception {
    one.lock(b.lock(id));
    one.lock(b.lock(id));
    assertFalse(two.run(() -> b.lock(id).tryLock()));
    one.unlock(b.lock(id));
    assertFalse(two.run(() -> c.lock(id).tryLock()));
    one.unlock(b.lock(id));
    assertTrue(two.run(() -> c.lock(id).tryLock()));
    two.unlock(c.lock(id));
  }

  /** The thread that reads the network must not block, and a withdrawal not overtake. */
  @Test
  void takingAndGivingBackIsHandledAtOnceAndNothingElse() throws Exception {
    one.lock(b.lock(id));
    assertFalse(two.run(() -> c.lock(id).tryLock(10, TimeUnit.MILLISECONDS)));
    assertFalse(two.run(() -> c.lock(id).tryLock()));
    one.unlock(b.lock(id));
    Set<LockMessage.Kind> sent = EnumSet.noneOf(LockMessage.Kind.class);
    Set<LockMessage.Kind> atOnce = EnumSet.noneOf(LockMessage.Kind.class);
    for (FakeNode node : cluster.nodes()) {
      node.services.forEach(
          (kind, service) -> (node.servedAtOnce.contains(service) ? atOnce : sent).add(kind));
    }
    assertEquals(EnumSet.of(LockMessage.Kind.ACQUIRE, LockMessage.Kind.RELEASE), atOnce);
    assertTrue(sent.contains(LockMessage.Kind.CANCEL), sent.toString());
    assertTrue(sent.contains(LockMessage.Kind.HOLDS), sent.toString());
  }

  @Test
  void onlyTheHolderUnlocks() throws Exception {
    assertThrows(IllegalMonitorStateException.class, () -> b.lock(id).unlock());
    assertThrows(IllegalMonitorStateException.class, () -> b.lock(id).fencingNumber());
    one.lock(b.lock(id));
    assertThrows(IllegalMonitorStateException.class, () -> b.lock(id).unlock());
    assertThrows(IllegalMonitorStateException.class, () -> c.lock(id).unlock());
    assertThrows(IllegalMonitorStateException.class, () -> b.lock(id).fencingNumber());
    one.unlock(b.lock(id));
  }

  @Test
  void conditionsAreNotSupported() {
    assertThrows(UnsupportedOperationException.class, () -> a.lock(id).newCondition());
  }

  @Test
  void aWaiterOnAnotherNodeIsGrantedByTheUnlockWithoutPolling() throws Exception {
    one.lock(b.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    int before = cluster.messages.get();
    one.unlock(b.lock(id));
    assertTrue(Within.limit("grant", waiter));
    assertEquals(2, cluster.messages.get() - before, "release to the owner, grant to the waiter");
    two.unlock(c.lock(id));
  }

  @Test
  void aTimedTryEndsInTimeAndLeavesNothing() throws Exception {
    one.lock(b.lock(id));
    long start = System.nanoTime();
    assertFalse(two.run(() -> c.lock(id).tryLock(50, TimeUnit.MILLISECONDS)));
    assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(50));
    one.unlock(b.lock(id));
    assertNoTrace();
  }

  @Test
  void anInterruptedWaiterLeavesAndTheLockGoesToTheNext() throws Exception {
    one.lock(b.lock(id));
    Future<Boolean> waiter =
        two.begin(
            () -> {
              c.lock(id).lockInterruptibly();
              return true;
            });
    two.awaitParked();
    two.interrupt();
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> Within.limit("interrupt", waiter));
    assertInstanceOf(InterruptedException.class, failure.getCause());
    one.unlock(b.lock(id));
    assertNoTrace();
  }

  @Test
  void lockWaitsThroughAnInterruptAndKeepsTheFlag() throws Exception {
    one.lock(b.lock(id));
    Future<Boolean> waiter =
        two.begin(
            () -> {
              c.lock(id).lock();
              c.lock(id).unlock();
              return Thread.interrupted();
            });
    two.awaitParked();
    two.interrupt();
    one.unlock(b.lock(id));
    assertTrue(Within.limit("grant", waiter));
  }

  @Test
  void aRequestThatIsOvertakenByItsCancellationIsGivenBackWhenGranted() throws Exception {
    one.lock(b.lock(id));
    cluster.hold(parcel -> parcel.kind == LockMessage.Kind.ACQUIRE);
    assertFalse(two.run(() -> c.lock(id).tryLock(10, TimeUnit.MILLISECONDS)));
    cluster.deliver();
    one.unlock(b.lock(id));
    Within.limit("given back", () -> one.run(() -> b.lock(id).tryLock()));
    one.unlock(b.lock(id));
    assertNoTrace();
  }

  @Test
  void aTryAfterAnUnlockSucceedsAlthoughTheReleaseIsStillUnderWay() throws Exception {
    for (FakeNode other : List.of(a, b, c)) {
      one.lock(b.lock(id));
      assertFalse(two.run(() -> other.lock(id).tryLock()));
      cluster.hold(parcel -> parcel.kind == LockMessage.Kind.RELEASE);
      one.unlock(b.lock(id));
      assertTrue(two.run(() -> other.lock(id).tryLock()));
      cluster.deliver();
      assertFalse(one.run(() -> c.lock(id).tryLock()), "the late release frees nothing");
      two.unlock(other.lock(id));
      assertNoTrace();
    }
  }

  @Test
  void aGrantThatComesTooLateIsGivenBack() throws Exception {
    cluster.hold(parcel -> parcel.kind == null && parcel.to == c);
    assertFalse(two.run(() -> c.lock(id).tryLock(10, TimeUnit.MILLISECONDS)));
    assertFalse(one.run(() -> a.lock(id).tryLock()), "c may hold it by now");
    Future<Boolean> waiter = one.beginLock(a.lock(id));
    one.awaitParked();
    cluster.deliver();
    assertTrue(Within.limit("grant", waiter));
    one.unlock(a.lock(id));
    assertNoTrace();
  }
}
