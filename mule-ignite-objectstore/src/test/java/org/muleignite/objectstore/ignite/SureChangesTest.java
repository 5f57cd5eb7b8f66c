package org.muleignite.objectstore.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.configuration.CacheConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;
import org.muleignite.objectstore.rules.StampSource;
import org.muleignite.objectstore.rules.Visibility;

class SureChangesTest {

  private static final AffinityKey<String> KEY = new AffinityKey<>("key", "shard");
  private static final UUID NODE = new UUID(1, 6);
  private static final UUID OTHER_NODE = new UUID(1, 8);
  private static final long NOW = 1_000_000;
  private static final byte[] MINE = entry(NODE, NOW, 40);
  private static final byte[] OLDER = entry(NODE, NOW, 24);
  private static final byte[] LATER = entry(NODE, NOW, 72);
  private static final byte[] OF_OTHER = entry(OTHER_NODE, NOW, 8);
  private static final Stamp BEGIN = new Stamp(NOW, 32, origin(NODE));
  private static final byte[] YES = {1};
  private static final byte[] NO = {0};
  private static final CacheException PRIMARY_LOST =
      new CacheException(new ClusterTopologyException("primary left"));

  private final Ignite ignite = mock(Ignite.class, RETURNS_DEEP_STUBS);
  private final IgniteCache<AffinityKey<String>, byte[]> cache = mock();
  private final IgniteCache<AffinityKey<String>, byte[]> once = mock();
  private final NodeMessenger messenger = mock();
  private final Membership membership = mock();
  private Visibility visibility;
  private CertainReads reads;
  private SureChanges changes;

  @BeforeEach
  void prepare() {
    when(cache.withNoRetries()).thenReturn(once);
    when(cache.getName()).thenReturn("stores");
    when(membership.members()).thenReturn(List.of(NODE, OTHER_NODE));
    visibility =
        new Visibility(
            "seen", messenger, membership, new StampSource(() -> NOW, NODE), /* silence */ 10_000);
    reads = reads(CacheAtomicityMode.ATOMIC);
    changes = new SureChanges(ignite, cache, reads, visibility);
    otherAnswers(CompletableFuture.completedFuture(YES));
  }

  @Test
  void whatWasStoredBeforeThePrimaryDiedIsNotStoredAgain() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    isThere(MINE);
    assertTrue(changes.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(any(), any());
  }

  @Test
  void whatWasNotStoredIsStoredByTheNextTryWithAnotherStamp() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    when(once.putIfAbsent(eq(KEY), argThat(again -> Arrays.equals(again, Entry.again(MINE)))))
        .thenReturn(true);
    assertTrue(changes.store("store", KEY, MINE));
    assertFalse(seenByOther(MINE), "the first try does not count");
    assertTrue(seenByOther(Entry.again(MINE)));
  }

  @Test
  void whatAnotherHasSeenBeforeItWasGoneAgainIsNotStoredAgain() {
    when(once.putIfAbsent(KEY, MINE))
        .thenAnswer(
            call -> {
              assertTrue(seenByOther(MINE));
              throw PRIMARY_LOST;
            });
    assertTrue(changes.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(any(), any());
  }

  @Test
  void theValueOfAnotherIsARefusal() {
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false);
    isThere(LATER);
    assertFalse(changes.store("store", KEY, MINE));
  }

  @Test
  void whatWasInTheWayAndIsGoneIsNoRefusal() {
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false, true);
    assertTrue(changes.store("store", KEY, MINE));
  }

  /** Seen with transactions: the backup answers for the dead primary, and answers wrongly. */
  @Test
  void aRefusalIsNotBelievedOfWhatAnotherHasSeen() {
    when(once.putIfAbsent(KEY, MINE))
        .thenAnswer(
            call -> {
              assertTrue(seenByOther(MINE));
              return false;
            });
    isThere(LATER);
    assertTrue(changes.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(any(), any());
  }

  @Test
  void thatNothingIsThereIsNotBelievedWhenTheNodesChangedMeanwhile() {
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    assertUnknown(() -> changes.remove("remove", KEY, BEGIN));
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    when(once.invoke(eq(KEY), any(RemoveIfSame.class))).thenReturn(false);
    assertUnknown(() -> changes.removeExactly("remove", KEY, Entry.header(OLDER)));
  }

  @Test
  void aStoreGivesUpWhenPrimariesDieAgainAndAgain() {
    when(once.putIfAbsent(eq(KEY), any())).thenThrow(PRIMARY_LOST);
    assertUnknown(() -> changes.store("store", KEY, MINE));
    byte[] tooOld = entry(NODE, NOW - 60_000, 40);
    assertUnknown(() -> changes.store("store", KEY, tooOld));
    verify(once, times(1)).putIfAbsent(KEY, tooOld);
  }

  @Test
  void anEntryThatOutlivedTheRemovalIsRemovedByTheNextTry() {
    when(once.invoke(KEY, RemoveUnlessChunked.INSTANCE)).thenThrow(PRIMARY_LOST).thenReturn(OLDER);
    isThere(OLDER);
    assertArrayEquals(OLDER, changes.remove("remove", KEY, BEGIN));
  }

  @Test
  void aRemovalIsNotRepeatedOnALaterEntryOrOnNone() {
    when(once.invoke(KEY, RemoveUnlessChunked.INSTANCE)).thenThrow(PRIMARY_LOST);
    isThere(LATER);
    assertUnknown(() -> changes.remove("remove", KEY, BEGIN));
    isThere(null);
    assertUnknown(() -> changes.remove("remove", KEY, BEGIN));
    verify(once, times(2)).invoke(KEY, RemoveUnlessChunked.INSTANCE);
  }

  /** It may have taken its place only after the removal. */
  @Test
  void aRemovalIsNotRepeatedOnWhatWasBeingStoredWhenItBegan() {
    visibility.begin(Entry.stamp(OLDER).get());
    when(once.invoke(KEY, RemoveUnlessChunked.INSTANCE)).thenThrow(PRIMARY_LOST);
    isThere(OLDER);
    assertUnknown(() -> changes.remove("remove", KEY, BEGIN));
  }

  /** Who removes what a primary showed before all copies had it. */
  @Test
  void theRemovalOfAnAbandonedEntryDoesNotCount() {
    when(once.invoke(KEY, RemoveUnlessChunked.INSTANCE)).thenReturn(OF_OTHER, (byte[]) null);
    otherAnswers(CompletableFuture.completedFuture(NO));
    assertNull(changes.remove("remove", KEY, BEGIN));
  }

  @Test
  void anExactRemovalIsRepeatedOnlyWhileTheEntryIsThere() {
    when(once.invoke(eq(KEY), any(RemoveIfSame.class))).thenThrow(PRIMARY_LOST).thenReturn(true);
    isThere(OLDER);
    assertTrue(changes.removeExactly("remove", KEY, Entry.header(OLDER)));
    when(once.invoke(eq(KEY), any(RemoveIfSame.class))).thenThrow(PRIMARY_LOST);
    isThere(null);
    assertUnknown(() -> changes.removeExactly("remove", KEY, Entry.header(OLDER)));
  }

  @Test
  void whatIsCertainIsReadAtOnce() {
    when(cache.get(KEY)).thenReturn(MINE);
    assertArrayEquals(MINE, reads.entry("read", KEY));
    byte[] old = entry(OTHER_NODE, NOW - 60_000, 8);
    when(cache.get(KEY)).thenReturn(old);
    assertArrayEquals(old, reads.entry("read", KEY));
    verify(cache, never()).invoke(KEY, WriteAgain.INSTANCE);
  }

  @Test
  void whatANodeStoredJustNowIsWrittenToAllCopiesAndAskedForOnce() {
    when(cache.get(KEY)).thenReturn(OF_OTHER);
    isThere(OF_OTHER);
    assertArrayEquals(OF_OTHER, reads.entry("read", KEY));
    assertArrayEquals(OF_OTHER, reads.entry("read", KEY));
    verify(cache, times(1)).invoke(KEY, WriteAgain.INSTANCE);
    verify(messenger, times(1)).request(eq(OTHER_NODE), any(), any());
  }

  /** Its store may still fail, and must not be tried again once it was seen. */
  @Test
  void aTransactionalCacheIsOnlyAskedForWhoStoresTheEntry() {
    when(cache.get(KEY)).thenReturn(OF_OTHER);
    CertainReads transactional = reads(CacheAtomicityMode.TRANSACTIONAL);
    assertArrayEquals(OF_OTHER, transactional.entry("read", KEY));
    verify(messenger, times(1)).request(eq(OTHER_NODE), any(), any());
    when(cache.get(KEY)).thenReturn(null);
    assertNull(transactional.entry("read", KEY));
    verify(cache, never()).invoke(KEY, WriteAgain.INSTANCE);
  }

  @Test
  void anAbandonedEntryIsNotRead() {
    when(cache.get(KEY)).thenReturn(OF_OTHER);
    isThere(OF_OTHER);
    otherAnswers(CompletableFuture.completedFuture(NO));
    when(cache.invoke(KEY, WriteAgain.INSTANCE)).thenReturn(OF_OTHER, LATER);
    assertArrayEquals(LATER, reads.entry("read", KEY));
  }

  @Test
  void aDeadNodeIsNotWaitedFor() {
    CompletableFuture<byte[]> gone = new CompletableFuture<>();
    gone.completeExceptionally(new NodeGoneException(OTHER_NODE, "seen"));
    otherAnswers(gone);
    isThere(OF_OTHER);
    assertArrayEquals(OF_OTHER, reads.settled("read", KEY));
    when(membership.members()).thenReturn(List.of(NODE));
    byte[] another = entry(OTHER_NODE, NOW, 16);
    isThere(another);
    assertArrayEquals(another, reads.settled("read", KEY));
  }

  private CertainReads reads(CacheAtomicityMode mode) {
    when(cache.getConfiguration(CacheConfiguration.class))
        .thenReturn(new CacheConfiguration<AffinityKey<String>, byte[]>().setAtomicityMode(mode));
    return new CertainReads(cache, visibility);
  }

  private void isThere(byte[] entry) {
    when(cache.invoke(KEY, WriteAgain.INSTANCE)).thenReturn(entry);
    when(cache.invoke(eq(KEY), any(Look.class)))
        .thenReturn(entry == null ? null : Entry.header(entry));
  }

  private void otherAnswers(CompletableFuture<byte[]> answer) {
    when(messenger.request(eq(OTHER_NODE), eq("seen"), any())).thenReturn(answer);
  }

  /** What this node answers the other one. */
  private boolean seenByOther(byte[] entry) {
    ArgumentCaptor<RequestHandler> handler = ArgumentCaptor.forClass(RequestHandler.class);
    verify(messenger).serve(eq("seen"), handler.capture());
    byte[] stamp = Arrays.copyOfRange(entry, 1, Entry.HEADER);
    byte[] answer = handler.getValue().handle(OTHER_NODE, stamp).join();
    assertEquals(1, answer.length);
    return answer[0] == 1;
  }

  private static void assertUnknown(Runnable change) {
    ClusterUnavailableException e = assertThrows(ClusterUnavailableException.class, change::run);
    assertTrue(e.getMessage().contains("is unknown"), e.getMessage());
  }

  private static long origin(UUID node) {
    return node.getMostSignificantBits() ^ node.getLeastSignificantBits();
  }

  private static byte[] entry(UUID node, long createdMillis, long sequence) {
    return ByteBuffer.allocate(Entry.HEADER)
        .put((byte) 1)
        .putLong(createdMillis)
        .putLong(sequence)
        .putLong(origin(node))
        .array();
  }
}
