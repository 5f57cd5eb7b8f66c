package org.muleignite.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anySet;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.ArgumentCaptor;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;
import org.muleignite.cluster.membership.IgniteMembership;
import org.muleignite.cluster.membership.SettledView;

@Timeout(30)
class NewerCopiesTest {

  private static final String CACHE = "durable";
  private static final int PARTITIONS = 4;

  private final Ignite ignite = mock();
  private final IgniteCluster cluster = mock();
  private final IgniteCache<AffinityKey<String>, byte[]> cache = mock();
  private final Affinity<Object> affinity = mock();
  private final IgniteMembership membership = mock();
  private final NodeMessenger messenger = mock();
  private final SettledView view = new SettledView();
  private final UUID peer = UUID.randomUUID();
  private final BlockingQueue<CompletableFuture<byte[]>> asked = new LinkedBlockingQueue<>();
  private final NewerCopies copies = new NewerCopies(ignite, membership, messenger, List.of(CACHE));

  @BeforeEach
  void begin() {
    when(ignite.cluster()).thenReturn(cluster);
    when(cluster.state()).thenReturn(ClusterState.ACTIVE);
    when(ignite.<AffinityKey<String>, byte[]>cache(CACHE)).thenReturn(cache);
    when(ignite.affinity(CACHE)).thenReturn(affinity);
    when(affinity.partitions()).thenReturn(PARTITIONS);
    when(affinity.partition(any()))
        .thenAnswer(
            call -> (Integer) ((AffinityKey<?>) call.getArgument(0)).affinityKey() % PARTITIONS);
    isOf(CacheAtomicityMode.ATOMIC);
    when(cache.lostPartitions()).thenReturn(List.of());
    when(cache.invokeAll(anySet(), any(RaiseCounter.class))).thenReturn(Map.of());
    when(membership.settledView()).thenReturn(view);
    when(membership.hasQuorum()).thenReturn(true);
    when(membership.isOldest()).thenReturn(true);
    when(membership.members()).thenReturn(List.of(UUID.randomUUID(), peer));
    when(membership.actingPeers()).thenReturn(Set.of(peer));
    when(messenger.request(any(), anyString(), any()))
        .thenAnswer(
            call -> {
              CompletableFuture<byte[]> answer = new CompletableFuture<>();
              asked.add(answer);
              return answer;
            });
  }

  @SuppressWarnings("unchecked")
  private void isOf(CacheAtomicityMode mode) {
    CacheConfiguration<AffinityKey<String>, byte[]> configuration = new CacheConfiguration<>();
    when(cache.getConfiguration(CacheConfiguration.class))
        .thenReturn(configuration.setAtomicityMode(mode));
  }

  @AfterEach
  void stop() {
    copies.stop();
  }

  private RequestHandler start() {
    copies.start();
    ArgumentCaptor<RequestHandler> handler = ArgumentCaptor.forClass(RequestHandler.class);
    verify(messenger).serve(anyString(), handler.capture());
    return handler.getValue();
  }

  /** A version of the topology in which somebody is missing. */
  private void departed(long version) {
    view.departed(version);
    view.see(version);
  }

  private void awaitSettled() {
    assertTrue(view.await(() -> 5, System.nanoTime() + TimeUnit.SECONDS.toNanos(10)));
  }

  private void awaitAsked(int times) {
    verify(messenger, timeout(10_000).times(times)).request(eq(peer), anyString(), eq(version(5)));
  }

  private static byte[] version(long version) {
    return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
  }

  private List<Integer> raised() {
    ArgumentCaptor<Set<AffinityKey<String>>> keys = ArgumentCaptor.captor();
    verify(cache, timeout(10_000)).invokeAll(keys.capture(), any(RaiseCounter.class));
    List<Integer> partitions = new ArrayList<>();
    keys.getValue().forEach(key -> partitions.add((Integer) key.affinityKey()));
    return partitions;
  }

  @Test
  void theOldestRaisesOnceAllWhoActHaveSeenTheDeparture() throws Exception {
    RequestHandler handler = start();
    departed(5);
    copies.look();
    handler.handle(peer, version(4));
    CompletableFuture<byte[]> answer = handler.handle(peer, version(5));
    answer.get(10, TimeUnit.SECONDS);
    assertEquals(List.of(0, 1, 2, 3), raised());
    assertTrue(view.isSettled(5));
  }

  @Test
  void nobodyIsAnsweredBeforeAllWhoActHaveAsked() throws Exception {
    UUID silent = UUID.randomUUID();
    when(membership.actingPeers()).thenReturn(Set.of(peer, silent));
    RequestHandler handler = start();
    departed(5);
    CompletableFuture<byte[]> early = handler.handle(peer, version(5));
    handler.handle(silent, version(4));
    copies.look();
    verify(membership, timeout(10_000).atLeast(3)).actingPeers();
    verify(cache, never()).invokeAll(anySet(), any(RaiseCounter.class));
    assertFalse(early.isDone());
    when(membership.members()).thenReturn(List.of(UUID.randomUUID(), peer, silent));
    handler.handle(silent, version(5));
    early.get(10, TimeUnit.SECONDS);
  }

  @Test
  void partitionsThatNobodyHasAreLeftOut() throws Exception {
    when(cache.lostPartitions()).thenReturn(List.of(1, 2));
    RequestHandler handler = start();
    departed(5);
    handler.handle(peer, version(5)).get(10, TimeUnit.SECONDS);
    assertEquals(List.of(0, 3), raised());
  }

  @Test
  void aCacheThatWasStoredWithTransactionsIsLeftAsItIs() throws Exception {
    isOf(CacheAtomicityMode.TRANSACTIONAL);
    RequestHandler handler = start();
    departed(5);
    handler.handle(peer, version(5)).get(10, TimeUnit.SECONDS);
    verify(cache, never()).invokeAll(anySet(), any(RaiseCounter.class));
  }

  @Test
  void belowTheQuorumNothingIsRaised() throws Exception {
    when(membership.hasQuorum()).thenReturn(false);
    RequestHandler handler = start();
    departed(5);
    handler.handle(peer, version(5));
    verify(membership, timeout(10_000).atLeastOnce()).hasQuorum();
    copies.stop();
    verify(cache, never()).invokeAll(anySet(), any(RaiseCounter.class));
    assertFalse(view.isSettled(5));
  }

  @Test
  void whatFailedIsTriedAgain() throws Exception {
    when(cache.invokeAll(anySet(), any(RaiseCounter.class)))
        .thenThrow(new IgniteException("no primary"))
        .thenReturn(Map.of());
    RequestHandler handler = start();
    departed(5);
    handler.handle(peer, version(5)).get(10, TimeUnit.SECONDS);
    assertTrue(view.isSettled(5));
  }

  @Test
  void theOthersAskTheOldestOnceForEachDeparture() throws Exception {
    when(membership.isOldest()).thenReturn(false);
    when(membership.members()).thenReturn(List.of(peer, UUID.randomUUID()));
    start();
    departed(5);
    copies.look();
    copies.look();
    awaitAsked(1);
    assertFalse(view.isSettled(5));
    asked.poll(10, TimeUnit.SECONDS).complete(new byte[0]);
    awaitSettled();
    verify(cache, never()).invokeAll(anySet(), any(RaiseCounter.class));
  }

  @Test
  void anOldestThatDoesNotAnswerIsAskedAgain() throws Exception {
    when(membership.isOldest()).thenReturn(false);
    when(membership.members()).thenReturn(List.of(peer, UUID.randomUUID()));
    start();
    departed(5);
    copies.look();
    asked.poll(10, TimeUnit.SECONDS).completeExceptionally(new IllegalStateException("not yet"));
    asked.poll(10, TimeUnit.SECONDS).complete(new byte[0]);
    awaitSettled();
  }

  @Test
  void withoutDurableAtomicCachesNothingIsAwaited() {
    Collection<String> none = List.of();
    NewerCopies idle = new NewerCopies(ignite, membership, messenger, none);
    idle.start();
    idle.look();
    idle.stop();
    verify(messenger, never()).serve(anyString(), any());
  }
}
