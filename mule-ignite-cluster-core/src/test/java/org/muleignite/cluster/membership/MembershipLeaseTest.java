package org.muleignite.cluster.membership;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MembershipLeaseTest {

  private static final long LEASE = 1_000;

  /** Just before nanoTime overflows, which it may do at any time. */
  private final long now = Long.sum(Long.MAX_VALUE, -LEASE / 2);

  private final UUID a = UUID.randomUUID();
  private final UUID b = UUID.randomUUID();
  private final MembershipLease lease = new MembershipLease(LEASE, 1);

  @Test
  void aNodeThatIsAloneMayAct() {
    assertTrue(lease.isValid(now));
    lease.start(List.of(), now);
    assertTrue(lease.isValid(now + 100 * LEASE));
  }

  @Test
  void aStartingNodeMayNotActBeforeEveryPeerHasAcknowledgedIt() {
    lease.start(List.of(a, b), now);
    assertFalse(lease.isValid(now));
    lease.acknowledged(a, now + 1);
    assertFalse(lease.isValid(now + 1));
    lease.acknowledged(b, now + 2);
    assertTrue(lease.isValid(now + 2));
  }

  @Test
  void theLeaseRunsFromWhenTheOldestAcknowledgedHeartbeatWasSent() {
    lease.start(List.of(a, b), now);
    lease.acknowledged(a, now + 10);
    lease.acknowledged(b, now + 700);
    assertTrue(lease.isValid(now + 10 + LEASE - 1));
    assertFalse(lease.isValid(now + 10 + LEASE));
    lease.acknowledged(a, now + 800);
    assertTrue(lease.isValid(now + 700 + LEASE - 1));
    assertFalse(lease.isValid(now + 700 + LEASE));
  }

  @Test
  void anAcknowledgementThatOvertookANewerOneShortensNothing() {
    lease.start(List.of(a), now);
    lease.acknowledged(a, now + 20);
    lease.acknowledged(a, now + 10);
    assertTrue(lease.isValid(now + 20 + LEASE - 1));
  }

  @Test
  void aNewPeerCountsFromItsFirstHeartbeatOn() {
    lease.start(List.of(a), now);
    lease.acknowledged(a, now);
    lease.acknowledged(b, now);
    lease.heardFrom(b, now + 100);
    lease.acknowledged(a, now + 900);
    assertTrue(lease.isValid(now + 100 + LEASE - 1));
    assertFalse(lease.isValid(now + 100 + LEASE));
  }

  @Test
  void hearingFromAPeerAgainRenewsNothing() {
    lease.heardFrom(a, now);
    lease.heardFrom(a, now + 500);
    assertFalse(lease.isValid(now + LEASE));
  }

  @Test
  void aPeerThatDepartedNoLongerCounts() {
    lease.start(List.of(a, b), now);
    lease.acknowledged(a, now + 5);
    lease.retain(List.of(a));
    assertTrue(lease.isValid(now + 5));
    lease.acknowledged(b, now);
    assertTrue(lease.isValid(now + 5 + LEASE - 1));
    lease.retain(List.of());
    assertTrue(lease.isValid(now + 100 * LEASE));
  }

  @Test
  void fewerMembersThanTheQuorumMayNotActHoweverWellTheyHearEachOther() {
    MembershipLease quorate = new MembershipLease(LEASE, 2);
    assertFalse(quorate.isValid(now), "alone before the start");
    quorate.start(List.of(a, b), now);
    quorate.acknowledged(a, now);
    quorate.acknowledged(b, now);
    assertTrue(quorate.isValid(now + 1));
    quorate.retain(List.of(a));
    assertTrue(quorate.isValid(now + 1), "two of three");
    quorate.retain(List.of());
    assertFalse(quorate.isValid(now + 1), "one of three");
    quorate.heardFrom(b, now + 2);
    assertTrue(quorate.isValid(now + 3), "two again");
  }

  @Test
  void whoeverWaitsForTheLeaseIsWokenByTheAcknowledgement() throws Exception {
    MembershipLease real = new MembershipLease(TimeUnit.HOURS.toNanos(1), 1);
    long start = System.nanoTime();
    real.start(List.of(a), start);
    FutureTask<Boolean> wait =
        new FutureTask<>(() -> real.awaitValid(start + TimeUnit.HOURS.toNanos(1)));
    Thread waiter = new Thread(wait);
    waiter.start();
    while (waiter.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    real.acknowledged(a, System.nanoTime());
    assertTrue(wait.get());
  }

  @Test
  void theWaitEndsAtItsDeadline() throws Exception {
    MembershipLease real = new MembershipLease(TimeUnit.HOURS.toNanos(1), 1);
    real.start(List.of(a), System.nanoTime());
    assertFalse(real.awaitValid(System.nanoTime() + 1));
  }
}
