package org.muleignite.objectstore.ignite;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.junit.jupiter.api.BeforeEach;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;
import org.muleignite.objectstore.rules.StampSource;
import org.muleignite.objectstore.rules.Visibility;

/**
 * Entries of an atomic cache as a node sees them that another one has them with, all of it mocks.
 */
abstract class EntriesOfTwoNodes {

  static final AffinityKey<String> KEY = new AffinityKey<>("key", "shard");
  static final AffinityKey<String> OTHER_KEY = new AffinityKey<>("other key", "shard");
  static final UUID NODE = new UUID(1, 6);
  static final UUID OTHER_NODE = new UUID(1, 8);
  static final long NOW = 1_000_000;
  static final byte[] MINE = entry(NODE, NOW, 5);
  static final byte[] OLDER = entry(NODE, NOW, 3);
  static final byte[] LATER = entry(NODE, NOW, 9);
  static final byte[] OF_OTHER = entry(OTHER_NODE, NOW, 1);
  static final Stamp BEGIN = new Stamp(NOW, 4, origin(NODE));
  static final CacheException PRIMARY_LOST =
      new CacheException(new ClusterTopologyException("primary left"));

  final Ignite ignite = mock(Ignite.class, RETURNS_DEEP_STUBS);
  final IgniteCache<AffinityKey<String>, byte[]> cache = mock();
  final IgniteCache<AffinityKey<String>, byte[]> once = mock();
  final NodeMessenger messenger = mock();
  final Membership membership = mock();
  final LastCopy copy = mock();
  final Certainty certainty = new Certainty(new StampSource(() -> NOW, NODE), /* silence */ 10_000);
  Visibility visibility;
  AtomicEntries entries;

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

  void isHere(byte[] entry) {
    when(copy.read(any(), eq(KEY))).thenReturn(LastCopy.Reading.of(entry));
  }

  void isThere(byte[] entry) {
    when(cache.invoke(KEY, WriteAgain.INSTANCE)).thenReturn(entry);
    when(cache.invoke(eq(KEY), any(Look.class)))
        .thenReturn(entry == null ? null : Entry.header(entry));
  }

  void otherAnswers(int... answer) {
    byte[] bytes = new byte[answer.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) answer[i];
    }
    when(messenger.request(eq(OTHER_NODE), eq("seen"), any()))
        .thenReturn(CompletableFuture.completedFuture(bytes));
  }

  static long origin(UUID node) {
    return node.getMostSignificantBits() ^ node.getLeastSignificantBits();
  }

  static byte[] entry(UUID node, long createdMillis, long sequence) {
    return ByteBuffer.allocate(Entry.HEADER)
        .put((byte) 1)
        .putLong(createdMillis)
        .putLong(sequence)
        .putLong(origin(node))
        .array();
  }
}
