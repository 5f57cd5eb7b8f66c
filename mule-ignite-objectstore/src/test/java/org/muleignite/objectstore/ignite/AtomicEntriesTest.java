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
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.cache.CacheException;
import javax.cache.processor.EntryProcessorResult;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;
import org.muleignite.objectstore.rules.StampSource;
import org.muleignite.objectstore.rules.Visibility;

class AtomicEntriesTest {

  private static final AffinityKey<String> KEY = new AffinityKey<>("key", "shard");
  private static final AffinityKey<String> OTHER_KEY = new AffinityKey<>("other key", "shard");
  private static final UUID NODE = new UUID(1, 6);
  private static final UUID OTHER_NODE = new UUID(1, 8);
  private static final long NOW = 1_000_000;
  private static final byte[] MINE = entry(NODE, NOW, 5);
  private static final byte[] OLDER = entry(NODE, NOW, 3);
  private static final byte[] LATER = entry(NODE, NOW, 9);
  private static final byte[] OF_OTHER = entry(OTHER_NODE, NOW, 1);
  private static final Stamp BEGIN = new Stamp(NOW, 4, origin(NODE));
  private static final CacheException PRIMARY_LOST =
      new CacheException(new ClusterTopologyException("primary left"));

  private final Ignite ignite = mock(Ignite.class, RETURNS_DEEP_STUBS);
  private final IgniteCache<AffinityKey<String>, byte[]> cache = mock();
  private final IgniteCache<AffinityKey<String>, byte[]> once = mock();
  private final NodeMessenger messenger = mock();
  private final Membership membership = mock();
  private final LastCopy copy = mock();
  private final Certainty certainty =
      new Certainty(new StampSource(() -> NOW, NODE), /* silence */ 10_000);
  private Visibility visibility;
  private AtomicEntries entries;

  @BeforeEach
  void prepare() {
    when(cache.withNoRetries()).thenReturn(once);
    when(cache.getName()).thenReturn("stores");
    when(membership.localNode()).thenReturn(NODE);
    when(membership.members()).thenReturn(List.of(NODE, OTHER_NODE));
    when(copy.read(any(), any())).thenReturn(LastCopy.Reading.INVALID);
    visibility = new Visibility("seen", messenger, membership, certainty);
    CertainReads reads = new CertainReads(cache, copy, certainty, visibility);
    entries = new AtomicEntries(ignite, cache, reads, certainty, visibility);
    otherAnswers(1);
  }

  @Test
  void whatWasStoredBeforeThePrimaryDiedIsNotStoredAgain() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    isThere(MINE);
    assertTrue(entries.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(any(), any());
  }

  @Test
  void whatWasNotStoredIsStoredByTheNextTryWithAnotherStamp() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    when(once.putIfAbsent(eq(KEY), secondTryOf(MINE))).thenReturn(true);
    assertTrue(entries.store("store", KEY, MINE));
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
    assertTrue(entries.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(any(), any());
  }

  @Test
  void theValueOfAnotherIsARefusal() {
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false);
    isThere(LATER);
    assertFalse(entries.store("store", KEY, MINE));
  }

  @Test
  void whatWasInTheWayAndIsGoneIsNoRefusal() {
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false, true);
    assertTrue(entries.store("store", KEY, MINE));
  }

  @Test
  void noAnswerToAStoreIsBelievedWhenTheNodesChangedMeanwhile() {
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false);
    isThere(MINE);
    assertTrue(entries.store("store", KEY, MINE));
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    when(once.putIfAbsent(KEY, LATER)).thenReturn(true);
    assertFalse(entries.store("store", KEY, LATER));
  }

  @Test
  void thatNothingIsThereIsNotBelievedWhenTheNodesChangedMeanwhile() {
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    assertUnknown(() -> entries.remove("remove", KEY, BEGIN));
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    when(once.invoke(eq(KEY), any(RemoveIfSame.class))).thenReturn(false);
    assertUnknown(() -> entries.removeExactly("remove", KEY, Entry.header(OLDER)));
  }

  @Test
  void aStoreGivesUpWhenPrimariesDieAgainAndAgain() {
    when(once.putIfAbsent(eq(KEY), any())).thenThrow(PRIMARY_LOST);
    assertUnknown(() -> entries.store("store", KEY, MINE));
    byte[] tooOld = entry(NODE, NOW - 60_000, 6);
    assertUnknown(() -> entries.store("store", KEY, tooOld));
    verify(once, times(1)).putIfAbsent(KEY, tooOld);
  }

  @Test
  void anEntryThatOutlivedTheRemovalIsRemovedByTheNextTry() {
    when(once.invoke(KEY, RemoveFromAllCopies.INSTANCE)).thenThrow(PRIMARY_LOST).thenReturn(OLDER);
    isThere(OLDER);
    assertArrayEquals(OLDER, entries.remove("remove", KEY, BEGIN));
  }

  @Test
  void aRemovalIsNotRepeatedOnALaterEntryOrOnNone() {
    when(once.invoke(KEY, RemoveFromAllCopies.INSTANCE)).thenThrow(PRIMARY_LOST);
    isThere(LATER);
    assertUnknown(() -> entries.remove("remove", KEY, BEGIN));
    isThere(null);
    assertUnknown(() -> entries.remove("remove", KEY, BEGIN));
    verify(once, times(2)).invoke(KEY, RemoveFromAllCopies.INSTANCE);
  }

  /** It may have taken its place only after the removal, also by another try. */
  @Test
  void aRemovalIsNotRepeatedOnWhatWasBeingStoredWhenItBegan() {
    when(once.invoke(KEY, RemoveFromAllCopies.INSTANCE)).thenThrow(PRIMARY_LOST);
    isThere(OLDER);
    certainty.whileStoring(
        Entry.stamp(OLDER).get(),
        () -> {
          assertUnknown(() -> entries.remove("remove", KEY, BEGIN));
          return true;
        });
    assertTrue(visibility.abandon(Entry.stamp(entry(NODE, NOW, 2)).get()));
    byte[] again = Entry.again(entry(NODE, NOW, 2));
    isThere(again);
    assertUnknown(() -> entries.remove("remove", KEY, BEGIN));
    verify(once, times(2)).invoke(KEY, RemoveFromAllCopies.INSTANCE);
  }

  @Test
  void theSecondTryOfAnEndedStoreOutlivesARemovalAsAnyOther() {
    byte[] again = Entry.again(OLDER);
    when(once.invoke(KEY, RemoveFromAllCopies.INSTANCE)).thenThrow(PRIMARY_LOST).thenReturn(again);
    isThere(again);
    assertArrayEquals(again, entries.remove("remove", KEY, BEGIN));
  }

  /** Another node may be storing it again for as long as it repeats its stores. */
  @Test
  void aRemovalIsNotRepeatedOnWhatAnotherNodeStoredLately() {
    when(once.invoke(KEY, RemoveFromAllCopies.INSTANCE)).thenThrow(PRIMARY_LOST);
    isThere(entry(OTHER_NODE, NOW - 30_000, 1));
    assertUnknown(() -> entries.remove("remove", KEY, BEGIN));
    verify(once, times(1)).invoke(KEY, RemoveFromAllCopies.INSTANCE);
  }

  /** Who removes what a primary showed before all copies had it. */
  @Test
  void theRemovalOfAnAbandonedEntryDoesNotCount() {
    when(once.invoke(KEY, RemoveFromAllCopies.INSTANCE)).thenReturn(OF_OTHER, (byte[]) null);
    otherAnswers(0);
    assertNull(entries.remove("remove", KEY, BEGIN));
  }

  @Test
  void anExactRemovalIsRepeatedOnlyWhileTheEntryIsThere() {
    when(once.invoke(eq(KEY), any(RemoveIfSame.class))).thenThrow(PRIMARY_LOST).thenReturn(true);
    isThere(OLDER);
    assertTrue(entries.removeExactly("remove", KEY, Entry.header(OLDER)));
    when(once.invoke(eq(KEY), any(RemoveIfSame.class))).thenThrow(PRIMARY_LOST);
    isThere(null);
    assertUnknown(() -> entries.removeExactly("remove", KEY, Entry.header(OLDER)));
  }

  /** The engine may have repeated the removal of what was not found. */
  @Test
  void theRemovalOfManyTellsWhoStoredThemOnce() {
    byte[] another = entry(OTHER_NODE, NOW, 2);
    EntryProcessorResult<Boolean> removed = () -> true;
    EntryProcessorResult<Boolean> missing = () -> false;
    when(cache.<Boolean>invokeAll(any())).thenReturn(Map.of(KEY, removed, OTHER_KEY, missing));
    otherAnswers(1, 1);
    int count =
        entries.removeAll(
            "clear", Map.of(KEY, Entry.header(OF_OTHER), OTHER_KEY, Entry.header(another)));
    assertEquals(1, count);
    verify(messenger, times(1))
        .request(any(), any(), argThat(question -> question.length == 2 * (Entry.HEADER - 1)));
  }

  @Test
  void whatIsCertainIsReadAtOnce() {
    when(cache.get(KEY)).thenReturn(MINE);
    assertArrayEquals(MINE, entries.get("read", KEY));
    byte[] old = entry(OTHER_NODE, NOW - 60_000, 8);
    when(cache.get(KEY)).thenReturn(old);
    assertArrayEquals(old, entries.get("read", KEY));
    verify(cache, never()).invoke(KEY, WriteAgain.INSTANCE);
  }

  @Test
  void whatANodeStoredJustNowIsWrittenToAllCopiesAndAskedForOnce() {
    when(cache.get(KEY)).thenReturn(OF_OTHER);
    isThere(OF_OTHER);
    assertArrayEquals(OF_OTHER, entries.get("read", KEY));
    assertArrayEquals(OF_OTHER, entries.get("read", KEY));
    verify(cache, times(1)).invoke(KEY, WriteAgain.INSTANCE);
    verify(messenger, times(1)).request(eq(OTHER_NODE), any(), any());
  }

  /** A change reaches it last, so nobody need be asked. */
  @Test
  void whatTheLastCopyHasOrLacksIsTold() {
    isHere(null);
    assertNull(entries.get("read", KEY));
    assertFalse(entries.contains("look up", KEY));
    isHere(MINE);
    assertArrayEquals(MINE, entries.get("read", KEY));
    assertTrue(entries.contains("look up", KEY));
    verify(cache, never()).get(any());
    verify(cache, never()).invoke(any(), any());
  }

  /** The one who stores it must know, or it would be stored again when the primary dies. */
  @Test
  void whatTheLastCopyHasOfAnotherNodeIsToldOnceThatKnows() {
    isHere(OF_OTHER);
    isThere(OF_OTHER);
    assertArrayEquals(OF_OTHER, entries.get("read", KEY));
    assertTrue(entries.contains("look up", KEY));
    verify(messenger, times(1)).request(eq(OTHER_NODE), any(), any());
  }

  /** What refused it is at the primary, and may not have reached the last copy yet. */
  @Test
  void aRefusalIsLookedIntoAtThePrimary() {
    isHere(null);
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false);
    isThere(LATER);
    assertFalse(entries.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(KEY, MINE);
  }

  @Test
  void ofManyEntriesWhatIsNotCertainIsWrittenToAllCopiesToo() {
    when(cache.getAll(any())).thenReturn(Map.of(KEY, OF_OTHER, OTHER_KEY, MINE));
    isThere(null);
    assertEquals(Set.of(OTHER_KEY), entries.getAll("list", Set.of(KEY, OTHER_KEY)).keySet());
    verify(cache, times(1)).invoke(any(), eq(WriteAgain.INSTANCE));
  }

  @Test
  void anAbandonedEntryIsRemovedAndNotRead() {
    when(cache.get(KEY)).thenReturn(OF_OTHER);
    otherAnswers(0);
    when(cache.invoke(KEY, WriteAgain.INSTANCE)).thenReturn(OF_OTHER, LATER);
    assertArrayEquals(LATER, entries.get("read", KEY));
    verify(cache, times(1)).invoke(eq(KEY), any(RemoveIfSame.class));
  }

  @Test
  void aDeadNodeIsNotWaitedFor() {
    CompletableFuture<byte[]> gone = new CompletableFuture<>();
    gone.completeExceptionally(new NodeGoneException(OTHER_NODE, "seen"));
    when(messenger.request(eq(OTHER_NODE), eq("seen"), any())).thenReturn(gone);
    when(cache.get(KEY)).thenReturn(OF_OTHER);
    isThere(OF_OTHER);
    assertArrayEquals(OF_OTHER, entries.get("read", KEY));
    when(membership.members()).thenReturn(List.of(NODE));
    byte[] another = entry(OTHER_NODE, NOW, 2);
    when(cache.get(KEY)).thenReturn(another);
    isThere(another);
    assertArrayEquals(another, entries.get("read", KEY));
  }

  private void isHere(byte[] entry) {
    when(copy.read(any(), eq(KEY))).thenReturn(LastCopy.Reading.of(entry));
  }

  private void isThere(byte[] entry) {
    when(cache.invoke(KEY, WriteAgain.INSTANCE)).thenReturn(entry);
    when(cache.invoke(eq(KEY), any(Look.class)))
        .thenReturn(entry == null ? null : Entry.header(entry));
  }

  private void otherAnswers(int... answer) {
    byte[] bytes = new byte[answer.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) answer[i];
    }
    when(messenger.request(eq(OTHER_NODE), eq("seen"), any()))
        .thenReturn(CompletableFuture.completedFuture(bytes));
  }

  /** What this node answers the other one. */
  private boolean seenByOther(byte[] entry) {
    ArgumentCaptor<RequestHandler> handler = ArgumentCaptor.forClass(RequestHandler.class);
    verify(messenger).serveAtOnce(eq("seen"), handler.capture());
    byte[] stamp = Arrays.copyOfRange(entry, 1, Entry.HEADER);
    byte[] answer = handler.getValue().handle(OTHER_NODE, stamp).join();
    assertEquals(1, answer.length);
    return answer[0] == 1;
  }

  private static byte[] secondTryOf(byte[] entry) {
    return argThat(again -> Arrays.equals(again, Entry.again(entry)));
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
