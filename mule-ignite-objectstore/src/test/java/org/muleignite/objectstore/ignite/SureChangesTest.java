package org.muleignite.objectstore.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;

class SureChangesTest {

  private static final AffinityKey<String> KEY = new AffinityKey<>("key", "shard");
  private static final long NODE = 7;
  private static final byte[] MINE = entry(5);
  private static final byte[] OLDER = entry(3);
  private static final byte[] LATER = entry(9);
  private static final Stamp BEGIN = new Stamp(1_000, 4, NODE);
  private static final CacheException PRIMARY_LOST =
      new CacheException(new ClusterTopologyException("primary left"));

  private final Ignite ignite = mock(Ignite.class, RETURNS_DEEP_STUBS);
  private final IgniteCache<AffinityKey<String>, byte[]> cache = mock();
  private final IgniteCache<AffinityKey<String>, byte[]> once = mock();
  private SureChanges changes;

  @BeforeEach
  void prepare() {
    when(cache.withNoRetries()).thenReturn(once);
    when(cache.getName()).thenReturn("stores");
    changes = new SureChanges(ignite, cache);
  }

  @Test
  void whatWasStoredBeforeThePrimaryDiedIsNotStoredAgain() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    isThere(MINE);
    assertTrue(changes.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(KEY, MINE);
  }

  @Test
  void whatWasStoredAndIsGoneAgainIsNotStoredAgain() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    wasRemoved(true);
    assertTrue(changes.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(KEY, MINE);
  }

  @Test
  void whatWasNotStoredIsStoredByTheNextTry() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST).thenReturn(true);
    wasRemoved(false);
    assertTrue(changes.store("store", KEY, MINE));
    verify(once, times(2)).putIfAbsent(KEY, MINE);
  }

  @Test
  void theValueOfAnotherIsARefusal() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST).thenReturn(false);
    isThere(LATER);
    wasRemoved(false);
    assertFalse(changes.store("store", KEY, MINE));
  }

  @Test
  void whoeverHasNotWatchedForLongEnoughSaysSo() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    wasRemoved(null);
    assertUnknown(() -> changes.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(KEY, MINE);
  }

  @Test
  void afterTwoChangesOfTheNodesNobodyHasSeenItAll() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 7L);
    wasRemoved(false);
    assertUnknown(() -> changes.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(KEY, MINE);
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

  /** Seen with Ignite: the transaction of a dead primary comes true while the next try waits. */
  @Test
  void whatComesTrueLateIsRecognised() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST).thenReturn(false);
    when(cache.get(KEY)).thenReturn(null).thenReturn(MINE);
    wasRemoved(false);
    assertTrue(changes.store("store", KEY, MINE));

    when(once.invoke(KEY, RemoveUnlessChunked.INSTANCE)).thenThrow(PRIMARY_LOST).thenReturn(null);
    isThere(OLDER);
    assertUnknown(() -> changes.remove("remove", KEY, BEGIN));
  }

  /** Seen with Ignite: the backup answers for the dead primary, and answers wrongly. */
  @Test
  void aRefusalIsNotBelievedWhenTheNodesChangedMeanwhile() {
    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false);
    isThere(MINE);
    assertTrue(changes.store("store", KEY, MINE));

    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    isThere(OLDER);
    wasRemoved(false);
    assertFalse(changes.store("store", KEY, MINE));

    when(ignite.cluster().topologyVersion()).thenReturn(5L, 6L);
    assertUnknown(() -> changes.remove("remove", KEY, BEGIN));
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
  void itGivesUpWhenPrimariesDieAgainAndAgain() {
    when(once.putIfAbsent(KEY, MINE)).thenThrow(PRIMARY_LOST);
    wasRemoved(false);
    assertUnknown(() -> changes.store("store", KEY, MINE));
  }

  private void isThere(byte[] entry) {
    when(cache.get(KEY)).thenReturn(entry);
  }

  @SuppressWarnings("unchecked")
  private void wasRemoved(Boolean answer) {
    when(ignite
            .compute()
            .withTimeout(ShardQueries.LIMIT_MILLIS)
            .affinityCall(any(), anyInt(), any(IgniteCallable.class)))
        .thenReturn(answer);
  }

  private static void assertUnknown(Runnable change) {
    ClusterUnavailableException e = assertThrows(ClusterUnavailableException.class, change::run);
    assertTrue(e.getMessage().contains("is unknown"), e.getMessage());
  }

  private static byte[] entry(long sequence) {
    return ByteBuffer.allocate(Entry.HEADER)
        .put((byte) 1)
        .putLong(1_000)
        .putLong(sequence)
        .putLong(NODE)
        .array();
  }
}
