package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.cluster.lock.FencedLock;
import org.muleignite.cluster.lock.HeldLock;
import org.muleignite.tests.contract.LockThread;
import org.muleignite.tests.support.TestCluster;

/** What a cluster does to locks: nodes come, leave and crash. */
class LockClusterIT {

  /** Spread over all owners: some of them are owned by each node. */
  private static final int IDS = 30;

  /** What a release may take beyond the failure detection and the lease. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  private static FencedLock lock(ClusterMember member, int number) {
    return member.locks().lock("id-" + number);
  }

  private static List<LockThread<Boolean>> holdAll(ClusterMember member) throws Exception {
    List<LockThread<Boolean>> holders = new ArrayList<>();
    for (int i = 0; i < IDS; i++) {
      holders.add(LockThread.hold(lock(member, i)));
    }
    return holders;
  }

  private static List<LockThread<Boolean>> waitForAll(ClusterMember member) {
    List<LockThread<Boolean>> waiters = new ArrayList<>();
    for (int i = 0; i < IDS; i++) {
      waiters.add(LockThread.beginToHold(lock(member, i), () -> true).awaitWaiting());
    }
    return waiters;
  }

  private static void releaseAll(List<LockThread<Boolean>> waiters) throws Exception {
    for (LockThread<Boolean> waiter : waiters) {
      waiter.awaitHolding();
    }
    for (LockThread<Boolean> waiter : waiters) {
      waiter.release();
    }
  }

  @Test
  void whatANodeHeldIsFreeAtOnceWhenItLeaves() throws Exception {
    try (TestCluster cluster = cluster(3)) {
      List<LockThread<Boolean>> holders = holdAll(cluster.member(0));
      List<LockThread<Boolean>> waiters = waitForAll(cluster.member(2));
      cluster.stop(0);
      releaseAll(waiters);
      for (LockThread<Boolean> holder : holders) {
        ExecutionException lost = assertThrows(ExecutionException.class, holder::release);
        assertTrue(lost.getCause() instanceof ClusterException, lost.toString());
      }
    }
  }

  @Test
  void whatANodeHeldIsFreeOnceItHasCrashedAndItsLeaseIsOver() throws Exception {
    try (TestCluster cluster = cluster(3)) {
      List<LockThread<Boolean>> holders = holdAll(cluster.member(0));
      List<LockThread<Boolean>> waiters = waitForAll(cluster.member(2));
      long start = System.nanoTime();
      Duration lease = cluster.member(2).context().settings().lease();
      ((TcpDiscoverySpi) cluster.member(0).context().ignite().configuration().getDiscoverySpi())
          .simulateNodeFailure();
      for (LockThread<Boolean> waiter : waiters) {
        waiter.awaitHolding();
      }
      long took = System.nanoTime() - start;
      assertTrue(took >= lease.toNanos(), "not before the lease is over: " + took + " ns");
      Duration limit =
          Duration.ofSeconds(cluster.member(2).context().settings().getFailureDetectionSeconds())
              .plus(lease)
              .plus(SLACK);
      assertTrue(took < limit.toNanos(), "took " + took + " ns");
      releaseAll(waiters);
      assertEquals(IDS, holders.size());
    }
  }

  @Test
  void whatIsHeldSurvivesTheLossOfItsOwnerAndJoins() throws Exception {
    try (TestCluster cluster = cluster(3)) {
      List<LockThread<Boolean>> holders = holdAll(cluster.member(2));
      cluster.crash(0);
      assertAllHeld(cluster.member(1));
      cluster.start(0);
      assertAllHeld(cluster.member(0));
      cluster.start(3);
      assertAllHeld(cluster.member(3));
      cluster.stop(1);
      assertAllHeld(cluster.member(0));

      List<LockThread<Boolean>> waiters = waitForAll(cluster.member(3));
      for (LockThread<Boolean> holder : holders) {
        holder.release();
      }
      releaseAll(waiters);
      List<HeldLock> left = cluster.member(0).locks().held().get(10, TimeUnit.SECONDS);
      assertEquals(Collections.emptyList(), left);
    }
  }

  private static void assertAllHeld(ClusterMember member) throws Exception {
    for (int i = 0; i < IDS; i++) {
      FencedLock lock = lock(member, i);
      assertFalse(
          LockThread.begin(() -> lock.tryLock(5, TimeUnit.MILLISECONDS)).result(), "id-" + i);
    }
  }

  @Test
  void workGoesOnWithGrowingNumbersWhileNodesComeAndLeave() throws Exception {
    try (TestCluster cluster = cluster(2)) {
      AtomicBoolean stop = new AtomicBoolean();
      Guarded[] guarded = new Guarded[8];
      List<LockThread<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < guarded.length; i++) {
        Guarded one = new Guarded();
        guarded[i] = one;
        for (int node = 0; node < 2; node++) {
          FencedLock lock = lock(cluster.member(node), i);
          workers.add(LockThread.begin(() -> one.work(lock, stop)));
        }
      }
      for (int round = 0; round < 3; round++) {
        cluster.start(2);
        cluster.start(3);
        cluster.stop(2);
        cluster.crash(3);
      }
      stop.set(true);
      int increments = 0;
      for (LockThread<Integer> worker : workers) {
        increments += worker.result();
      }
      int counted = 0;
      for (Guarded one : guarded) {
        counted += one.unprotected;
      }
      assertEquals(increments, counted);
      assertTrue(increments > 1_000, "increments: " + increments);
    }
  }

  /** A counter and the last fencing number, protected by nothing but the lock. */
  private static final class Guarded {
    private int unprotected;
    private long lastNumber;

    int work(FencedLock lock, AtomicBoolean stop) {
      int increments = 0;
      while (!stop.get()) {
        lock.lock();
        try {
          long number = lock.fencingNumber();
          assertTrue(number > lastNumber, number + " after " + lastNumber);
          lastNumber = number;
          unprotected++;
          increments++;
        } finally {
          lock.unlock();
        }
      }
      return increments;
    }
  }

  private static TestCluster cluster(int size) {
    return TestCluster.of(size, Collections::emptyList);
  }
}
