package org.muleignite.cluster.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.ArgumentCaptor;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;

@Timeout(20)
class HeartbeatsTest {

  private static final long LEASE = TimeUnit.HOURS.toNanos(1);
  private static final String SERVICE = "membership.heartbeat";

  private final UUID local = UUID.randomUUID();
  private final UUID oldest = UUID.randomUUID();
  private final UUID peer = UUID.randomUUID();
  private final NodeMessenger messenger = mock();
  private final MembershipLease lease = new MembershipLease(LEASE, 1);
  private final HeartbeatClock clock = new HeartbeatClock(System::nanoTime, 0);
  private final List<UUID> members = List.of(oldest, local, peer);
  private final Heartbeats heartbeats = new Heartbeats(messenger, lease, clock, () -> members);

  @AfterEach
  void stop() {
    heartbeats.stop();
  }

  private RequestHandler start(Predicate<UUID> isMember) {
    when(messenger.localNode()).thenReturn(local);
    when(messenger.request(any(), any(), any())).thenReturn(new CompletableFuture<>());
    heartbeats.start(LEASE, isMember);
    ArgumentCaptor<RequestHandler> handler = ArgumentCaptor.captor();
    verify(messenger).serve(eq(SERVICE), handler.capture());
    return handler.getValue();
  }

  @Test
  void everyOtherMembersAnswerRenewsTheLeaseAndTheOldestSetsTheTime() {
    CompletableFuture<byte[]> ofOldest = new CompletableFuture<>();
    CompletableFuture<byte[]> ofPeer = new CompletableFuture<>();
    when(messenger.localNode()).thenReturn(local);
    when(messenger.request(eq(oldest), any(), any())).thenReturn(ofOldest);
    when(messenger.request(eq(peer), any(), any())).thenReturn(ofPeer);
    lease.start(List.of(oldest, peer), System.nanoTime());
    heartbeats.start(LEASE, members::contains);
    verify(messenger, timeout(10_000)).request(eq(peer), eq(SERVICE), any());
    long hour = TimeUnit.HOURS.toMillis(1);
    ofPeer.complete(ByteBuffer.allocate(Long.BYTES).putLong(9 * hour).array());
    assertFalse(lease.isValid(System.nanoTime()));
    assertTrue(clock.currentTimeMillis() < hour);
    ofOldest.complete(ByteBuffer.allocate(Long.BYTES).putLong(hour).array());
    verify(messenger, timeout(10_000).times(2)).request(eq(peer), eq(SERVICE), any());
    heartbeats.stop();
    assertTrue(lease.isValid(System.nanoTime()));
    assertEquals(hour, clock.currentTimeMillis(), 20_000);
  }

  /** Its answers renew nothing, or this node would act on a time of its own. */
  @Test
  void anOldestMemberThatDoesNotKnowTheTimeYetSetsNoneAndDoesNotCount() {
    when(messenger.localNode()).thenReturn(local);
    when(messenger.request(any(), any(), any()))
        .thenReturn(CompletableFuture.completedFuture(new byte[0]));
    lease.start(List.of(oldest), System.nanoTime());
    heartbeats.start(LEASE, members::contains);
    verify(messenger, timeout(10_000)).request(eq(peer), eq(SERVICE), any());
    heartbeats.stop();
    assertFalse(lease.isValid(System.nanoTime()));
    assertFalse(clock.isSettled());
  }

  @Test
  void aMemberIsAnsweredWithoutATimeBeforeThisNodeKnowsIt() {
    assertEquals(0, start(members::contains).handle(peer, new byte[0]).join().length);
  }

  @Test
  void aMemberIsAnsweredWithTheTimeAndCountsFromThenOn() {
    clock.settle();
    byte[] answer = start(members::contains).handle(peer, new byte[0]).join();
    assertEquals(clock.currentTimeMillis(), ByteBuffer.wrap(answer).getLong(), 20_000);
    assertFalse(lease.isValid(System.nanoTime() + LEASE));
  }

  @Test
  void whoIsNoMemberIsRefusedAndDoesNotCount() {
    assertRefusedAndNotCounted(start(node -> false));
  }

  @Test
  void whoDepartsDuringItsHeartbeatDoesNotCount() {
    Iterator<Boolean> departing = List.of(true, false).iterator();
    assertRefusedAndNotCounted(start(node -> departing.next()));
  }

  private void assertRefusedAndNotCounted(RequestHandler handler) {
    CompletableFuture<byte[]> answer = handler.handle(peer, new byte[0]);
    assertTrue(answer.isCompletedExceptionally());
    CompletionException refusal = assertThrows(CompletionException.class, answer::join);
    assertEquals(ClusterUnavailableException.class, refusal.getCause().getClass());
    assertTrue(lease.isValid(System.nanoTime() + LEASE), "a node that is gone counts");
  }
}
