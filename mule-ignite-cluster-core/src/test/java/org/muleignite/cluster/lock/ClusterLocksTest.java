package org.muleignite.cluster.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;

/** The lock among nodes that neither come nor go. */
class ClusterLocksTest {

  private final FakeCluster cluster = FakeCluster.of(3);
  private final FakeNode a = cluster.nodes().get(0);
  private final FakeNode b = cluster.nodes().get(1);
  private final FakeNode c = cluster.nodes().get(2);
  private final String id = cluster.idOwnedBy(a);
  private Worker one;
  private Worker two;
  private int counter;

  @BeforeEach
  void workers() throws Exception {
    one = new Worker();
    two = new Worker();
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    cluster.close();
  }

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
    Within.limit("no trace", () -> traces() == 0);
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
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> Within.limit("refusal", waiter));
    assertInstanceOf(ClusterUnavailableException.class, failure.getCause());
    assertNoTrace();
  }

  @Test
  void lostMembershipFailsWaitersAndIsReportedByUnlock() throws Exception {
    one.lock(c.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    c.locks.membershipLost("the others dropped this node.");
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> Within.limit("failure", waiter));
    assertInstanceOf(ClusterUnavailableException.class, failure.getCause());
    ClusterException lost =
        one.run(() -> assertThrows(ClusterException.class, () -> c.lock(id).unlock()));
    assertTrue(lost.getMessage().contains("may have been changed by others"), lost.getMessage());
    one.run(() -> assertThrows(IllegalMonitorStateException.class, () -> c.lock(id).unlock()));
    assertThrows(ClusterException.class, () -> c.lock(id).lock());
  }

  @Test
  void aLostQuorumTakesLocksFromThisNodeUntilItIsBack() throws Exception {
    one.lock(c.lock(id));
    Future<Boolean> waiter = two.beginLock(c.lock(id));
    two.awaitParked();
    c.locks.quorumLost("too few members.");
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> Within.limit("failure", waiter));
    assertInstanceOf(ClusterUnavailableException.class, failure.getCause());
    two.lock(b.lock(id));
    ClusterException lost =
        one.run(() -> assertThrows(ClusterException.class, () -> c.lock(id).unlock()));
    assertTrue(lost.getMessage().contains("too few members"), lost.getMessage());
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
    ClusterException lost =
        one.run(() -> assertThrows(ClusterException.class, () -> b.lock(id).unlock()));
    assertTrue(lost.getMessage().contains("by force"), lost.getMessage());
    two.unlock(c.lock(id));
    assertFalse(Within.limit("force", c.locks.forceRelease(id)));
    assertNoTrace();
  }

  private void assertNoTrace() {
    assertEquals(0, traces(), "ids that a node keeps something about");
  }

  private int traces() {
    return cluster.nodes().stream().mapToInt(node -> node.locks.trackedIds()).sum();
  }
}
