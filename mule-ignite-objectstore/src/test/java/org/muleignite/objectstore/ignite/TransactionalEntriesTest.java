package org.muleignite.objectstore.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.util.UUID;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.StampSource;

class TransactionalEntriesTest {

  private static final AffinityKey<String> KEY = new AffinityKey<>("key", "shard");
  private static final UUID NODE = new UUID(1, 6);
  private static final UUID OTHER_NODE = new UUID(1, 8);
  private static final long NOW = 1_000_000;
  private static final byte[] MINE = entry(NODE, NOW, 5);
  private static final byte[] OLD = entry(OTHER_NODE, NOW - 60_000, 1);
  private static final byte[] OF_OTHER = entry(OTHER_NODE, NOW, 1);

  private final IgniteCache<AffinityKey<String>, byte[]> cache = mock();
  private final IgniteCache<AffinityKey<String>, byte[]> once = mock();
  private final LastCopy copy = mock();
  private TransactionalEntries entries;

  @BeforeEach
  void prepare() {
    when(cache.withNoRetries()).thenReturn(once);
    Certainty certainty = new Certainty(new StampSource(() -> NOW, NODE), /* silence */ 10_000);
    entries =
        new TransactionalEntries(mock(Ignite.class, RETURNS_DEEP_STUBS), cache, copy, certainty);
  }

  @Test
  void whatIsHereAndCertainIsTold() {
    for (byte[] certain : new byte[][] {MINE, OLD}) {
      isHere(certain);
      assertArrayEquals(certain, entries.get("read", KEY));
      assertTrue(entries.contains("look up", KEY));
    }
    verify(cache, never()).get(any());
    verify(cache, never()).containsKey(any());
  }

  /** The primary commits after this copy. */
  @Test
  void whatAnotherNodeStoredJustNowIsAskedOfThePrimary() {
    isHere(OF_OTHER);
    assertNull(entries.get("read", KEY));
    assertFalse(entries.contains("look up", KEY));
  }

  @Test
  void whatThisNodeIsStoringIsAskedOfThePrimary() {
    isHere(MINE);
    when(once.putIfAbsent(KEY, MINE))
        .thenAnswer(
            call -> {
              assertNull(entries.get("read", KEY));
              return true;
            });
    assertTrue(entries.store("store", KEY, MINE));
    assertArrayEquals(MINE, entries.get("read", KEY));
  }

  @Test
  void whatThisNodeFailedToStoreIsAskedOfThePrimary() {
    isHere(MINE);
    when(once.putIfAbsent(KEY, MINE)).thenThrow(new CacheException("full"));
    assertThrows(ClusterException.class, () -> entries.store("store", KEY, MINE));
    assertNull(entries.get("read", KEY));
  }

  @Test
  void whatIsMissingHereIsAskedOfThePrimary() {
    when(cache.get(KEY)).thenReturn(MINE);
    when(cache.containsKey(KEY)).thenReturn(true);
    for (LastCopy.Reading nothing :
        new LastCopy.Reading[] {LastCopy.Reading.of(null), LastCopy.Reading.INVALID}) {
      when(copy.read(any(), eq(KEY))).thenReturn(nothing);
      assertArrayEquals(MINE, entries.get("read", KEY));
      assertTrue(entries.contains("look up", KEY));
    }
  }

  private void isHere(byte[] entry) {
    when(copy.read(any(), eq(KEY))).thenReturn(LastCopy.Reading.of(entry));
  }

  private static byte[] entry(UUID node, long created, long sequence) {
    long origin = node.getMostSignificantBits() ^ node.getLeastSignificantBits();
    return ByteBuffer.allocate(Entry.HEADER + 1)
        .put((byte) 1)
        .putLong(created)
        .putLong(sequence)
        .putLong(origin)
        .array();
  }
}
