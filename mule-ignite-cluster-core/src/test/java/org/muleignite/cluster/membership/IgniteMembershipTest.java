package org.muleignite.cluster.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteEvents;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.messaging.CorrelatingMessenger;
import org.muleignite.cluster.messaging.Transport;

/** What a node makes of changes that come while it reads who is there. */
class IgniteMembershipTest {

  private final Ignite ignite = mock(Ignite.class, RETURNS_DEEP_STUBS);
  private final IgniteEvents events = mock(IgniteEvents.class);
  private final ClusterNode local = node(1);
  private final ClusterNode second = node(2);
  private final ClusterNode third = node(3);
  private IgnitePredicate<DiscoveryEvent> listener;
  private IgniteMembership membership;

  @BeforeEach
  void create() {
    when(ignite.events()).thenReturn(events);
    doAnswer(
            call -> {
              listener = call.getArgument(0);
              return null;
            })
        .when(events)
        .localListen(any(), any(int[].class));
    Transport transport = mock(Transport.class);
    UUID id = local.id();
    when(transport.localNode()).thenReturn(id);
    membership =
        new IgniteMembership(
            ignite, new CorrelatingMessenger(transport), Duration.ofSeconds(60), 1);
    when(ignite.cluster().topologyVersion()).thenReturn(2L);
  }

  @AfterEach
  void stop() {
    membership.stop();
  }

  @Test
  void whoJoinsWhileItReadsWhoIsThereIsAMember() {
    readsAfter(() -> happens(EventType.EVT_NODE_JOINED, third, 3, local, second, third));
    membership.start();
    assertEquals(List.of(local.id(), second.id(), third.id()), membership.members());
  }

  @Test
  void whoLeavesWhileItReadsWhoIsThereIsNotWaitedFor() {
    readsAfter(() -> happens(EventType.EVT_NODE_LEFT, second, 3, local));
    membership.start();
    assertEquals(List.of(local.id()), membership.members());
    assertTrue(membership.mayAct());
  }

  @Test
  void whoIsThereAtTheStartHasToAcknowledgeIt() {
    readsAfter(() -> {});
    membership.start();
    assertEquals(List.of(local.id(), second.id()), membership.members());
    assertFalse(membership.mayAct());
  }

  /** The others would take over, and the copies of whoever left would pass for as new as theirs. */
  @Test
  void nothingIsConfirmedAfterADepartureBeforeTheCopiesCountAsNewer() throws Exception {
    readsAfter(() -> {});
    membership.settledView().awaitCopies();
    membership.start();
    when(ignite.cluster().topologyVersion()).thenReturn(3L);
    happens(EventType.EVT_NODE_LEFT, second, 3, local);
    assertTrue(membership.mayAct());
    CompletableFuture<Void> confirmed = CompletableFuture.runAsync(membership::confirmMember);
    assertThrows(TimeoutException.class, () -> confirmed.get(200, TimeUnit.MILLISECONDS));
    membership.settledView().settle(3);
    confirmed.get(10, TimeUnit.SECONDS);
  }

  /**
   * This node and the second one are there when it reads, and the event comes before it is done.
   */
  private void readsAfter(Runnable event) {
    when(ignite.cluster().forServers().nodes())
        .thenAnswer(
            call -> {
              event.run();
              return List.of(local, second);
            });
  }

  private void happens(int type, ClusterNode node, long version, ClusterNode... topology) {
    DiscoveryEvent event = mock(DiscoveryEvent.class);
    when(event.type()).thenReturn(type);
    when(event.eventNode()).thenReturn(node);
    when(event.topologyVersion()).thenReturn(version);
    when(event.topologyNodes()).thenReturn(Arrays.asList(topology));
    listener.apply(event);
  }

  private static ClusterNode node(long order) {
    ClusterNode node = mock(ClusterNode.class);
    when(node.id()).thenReturn(UUID.randomUUID());
    when(node.order()).thenReturn(order);
    return node;
  }
}
