package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import org.apache.ignite.Ignite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.membership.IgniteMembership;

class ReadmissionTest {

  private final Ignite ignite = mock(Ignite.class, RETURNS_DEEP_STUBS);
  private final IgniteMembership membership = mock();
  private final DataPlacement placement = mock();
  private final Readmission readmission = new Readmission(ignite, membership, placement);

  @BeforeEach
  void activeAndComplete() {
    when(ignite.cluster().topologyVersion()).thenReturn(5L);
    when(placement.isActive()).thenReturn(true);
    when(placement.incomplete()).thenReturn(List.of());
  }

  private void lookTwice() {
    readmission.look();
    readmission.look();
  }

  private void assertPutOff() {
    String hindrance = readmission.hindrance(true);
    assertTrue(hindrance.startsWith(JoinPolicy.NOT_NOW), hindrance);
  }

  @Test
  void aClusterThatHasEverythingTakesTheNodeInWithoutItsCopies() {
    lookTwice();
    assertEquals(JoinPolicy.WITHOUT_COPIES, readmission.hindrance(true));
  }

  @Test
  void nothingIsSaidBeforeTheClusterWasLookedAtTwice() {
    assertPutOff();
    readmission.look();
    assertPutOff();
  }

  @Test
  void whatWasSeenOfAnEarlierTopologyDoesNotCount() {
    lookTwice();
    when(ignite.cluster().topologyVersion()).thenReturn(6L);
    assertPutOff();
    readmission.look();
    assertPutOff();
    readmission.look();
    assertEquals(JoinPolicy.WITHOUT_COPIES, readmission.hindrance(true));
  }

  @Test
  void whereNothingServesYetTheNodeJoinsWithItsCopies() {
    when(placement.isActive()).thenReturn(false);
    readmission.look();
    assertNull(readmission.hindrance(true));
  }

  @Test
  void whatOnlyTheNodeMayHaveIsTakenFromItsCopies() {
    when(placement.incomplete()).thenReturn(List.of("cache"));
    when(membership.hasQuorum()).thenReturn(true);
    lookTwice();
    assertNull(readmission.hindrance(true));
    verify(membership, never()).giveWay();
  }

  @Test
  void aNodeThatEndedWhileItWasFilledSaysNothingOfACut() {
    when(placement.incomplete()).thenReturn(List.of("cache"));
    lookTwice();
    assertNull(readmission.hindrance(false));
    verify(membership, never()).giveWay();
  }

  @Test
  void whereAllWereCutFromEachOtherTheyStartAnewTogether() {
    when(placement.incomplete()).thenReturn(List.of("cache"));
    lookTwice();
    assertPutOff();
    verify(membership).giveWay();
  }
}
