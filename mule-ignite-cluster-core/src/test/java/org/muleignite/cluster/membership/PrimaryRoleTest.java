package org.muleignite.cluster.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.muleignite.cluster.api.MembershipChange;

@Timeout(20)
class PrimaryRoleTest {

  private final FakeMembership membership = new FakeMembership();
  private final PrimaryRole role = new PrimaryRole(membership);

  /** What each promotion notice found {@link PrimaryRole#isPrimary()} to be. */
  private final List<Boolean> notices = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    role.stop();
  }

  private void start() {
    role.onPromotion(() -> notices.add(role.isPrimary()));
    role.start();
    membership.settle();
  }

  @Test
  void theOldestMemberIsPrimary() {
    membership.joinLocal();
    membership.join();
    start();
    assertTrue(role.isPrimary());
  }

  @Test
  void aYoungerMemberIsNot() {
    membership.join();
    membership.joinLocal();
    start();
    assertFalse(role.isPrimary());
    assertEquals(List.of(), notices);
  }

  @Test
  void theRoleEndsWithTheQuorumAndComesBackWithIt() {
    AtomicInteger demotions = new AtomicInteger();
    role.onDemotion(demotions::incrementAndGet);
    membership.joinLocal();
    UUID other = membership.join();
    start();
    membership.quorum = false;
    membership.leave(other);
    assertFalse(role.isPromoted());
    assertEquals(1, demotions.get());
    membership.settle();
    assertFalse(role.isPromoted(), "still without a quorum");
    membership.quorum = true;
    membership.announce(MembershipChange.Kind.JOINED, membership.join());
    membership.settle();
    assertTrue(role.isPrimary());
    assertEquals(List.of(true, true), notices);
    assertEquals(1, demotions.get());
  }

  @Test
  void nobodyIsPrimaryBeforeTheStart() {
    membership.joinLocal();
    assertFalse(role.isPrimary());
  }

  @Test
  void theNextOldestTakesOverAtOnceWhenThePrimaryLeavesInOrder() {
    UUID oldest = membership.join();
    membership.joinLocal();
    start();
    membership.leave(oldest);
    assertTrue(role.isPrimary());
  }

  @Test
  void theNextOldestWaitsUntilAFailedPrimaryCanNoLongerAct() {
    UUID oldest = membership.join();
    membership.joinLocal();
    start();
    membership.fail(oldest);
    membership.settle();
    assertFalse(role.isPrimary());
    membership.fence(oldest);
    assertTrue(role.isPrimary());
  }

  @Test
  void theRoleSkipsNobody() {
    UUID oldest = membership.join();
    UUID next = membership.join();
    membership.joinLocal();
    start();
    membership.leave(oldest);
    assertFalse(role.isPrimary());
    membership.leave(next);
    assertTrue(role.isPrimary());
  }

  @Test
  void everyFailedOlderNodeIsWaitedFor() {
    UUID oldest = membership.join();
    UUID next = membership.join();
    membership.joinLocal();
    start();
    membership.fail(oldest);
    membership.fail(next);
    membership.fence(next);
    assertFalse(role.isPrimary());
    membership.fence(oldest);
    assertTrue(role.isPrimary());
  }

  /** The view of the members is ahead of the notices of their departure. */
  @Test
  void anOlderNodeIsWaitedForThoughItsFailureIsNotYetAnnounced() {
    UUID oldest = membership.join();
    UUID next = membership.join();
    membership.joinLocal();
    start();
    membership.fail(oldest);
    membership.drop(next);
    membership.fence(oldest);
    assertFalse(role.isPrimary());
    membership.announce(MembershipChange.Kind.FAILED, next);
    membership.settle();
    assertFalse(role.isPrimary());
    membership.fence(next);
    assertTrue(role.isPrimary());
  }

  @Test
  void thePrimaryPausesWhileItsLeaseIsOut() {
    membership.joinLocal();
    start();
    membership.mayAct = false;
    assertFalse(role.isPrimary());
    membership.mayAct = true;
    assertTrue(role.isPrimary());
    assertEquals(List.of(true), notices);
  }

  @Test
  void aPromotionIsToldOnceAndAfterTheRoleIsTaken() {
    UUID oldest = membership.join();
    membership.joinLocal();
    start();
    membership.leave(oldest);
    membership.settle();
    assertEquals(List.of(true), notices);
  }

  @Test
  void aListenerThatFailsDoesNotKeepTheOthersFromKnowing() {
    membership.joinLocal();
    role.onPromotion(
        () -> {
          throw new IllegalStateException("no source");
        });
    start();
    assertEquals(List.of(true), notices);
  }

  @Test
  void aStoppedNodeIsNotPrimary() {
    membership.joinLocal();
    start();
    role.stop();
    assertFalse(role.isPrimary());
  }

  /** As when several nodes stop at once: the membership of each tells of the others to the end. */
  @Test
  void changesAfterTheStopAreNotFollowed() {
    UUID oldest = membership.join();
    membership.joinLocal();
    start();
    membership.fail(oldest);
    role.stop();
    membership.announce(MembershipChange.Kind.JOINED, membership.join());
    membership.announce(MembershipChange.Kind.LEFT, membership.join());
    membership.release(oldest);
    assertFalse(role.isPromoted());
    assertEquals(List.of(), notices);
  }
}
