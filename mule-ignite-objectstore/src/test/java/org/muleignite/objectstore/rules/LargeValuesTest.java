package org.muleignite.objectstore.rules;

import static java.util.Arrays.asList;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import java.util.Collections;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.codec.UndecodableValueException;

class LargeValuesTest {

  private static final PartitionId PARTITION = new PartitionId("app/a", "p");
  private static final int LARGE = 5 * LargeValues.CHUNK_BYTES / 2;

  private final FakeStorePort port = spy(new FakeStorePort());
  private final Membership membership = mock(Membership.class);
  private final LargeValues values = new LargeValues(port, membership);
  private final UUID writer = UUID.randomUUID();
  private final byte[] large = new byte[LARGE];
  private final Stamp stamp = new Stamp(1, 0, StampSource.originOf(writer));

  @BeforeEach
  void prepare() {
    new Random(5).nextBytes(large);
    when(membership.members()).thenReturn(asList(writer));
  }

  @Test
  void aLargeValueComesBackAndLeavesNothingBehind() {
    assertTrue(values.store(PARTITION, "key", stamp, large));
    assertEquals(1, port.count(PARTITION));
    assertEquals(3, port.count(PARTITION.chunks()));
    assertArrayEquals(large, Entry.value(values.whole(PARTITION, "key", raw("key"))));

    assertArrayEquals(large, Entry.value(values.remove(PARTITION, "key", stamp)));
    assertEquals(0, port.count(PARTITION));
    assertEquals(0, port.count(PARTITION.chunks()));
    assertNull(values.remove(PARTITION, "key", stamp));
  }

  /** As an atomic cache does it when a primary dies. */
  @Test
  void anEntryThatWasStoredByASecondTryFindsItsChunks() {
    when(membership.members()).thenReturn(asList(UUID.randomUUID()));
    assertTrue(values.store(PARTITION, "key", stamp, large));
    byte[] first = raw("key");
    port.removeOne(PARTITION, Mark.of("key", first));
    port.putIfAbsent(PARTITION, "key", Entry.again(first));
    assertEquals(0, values.removeOrphans(PARTITION));
    assertArrayEquals(large, Entry.value(values.whole(PARTITION, "key", raw("key"))));
    assertArrayEquals(large, Entry.value(values.remove(PARTITION, "key", stamp)));
    assertEquals(0, port.count(PARTITION.chunks()));
  }

  @Test
  void lengthsAroundTheChunkComeBack() {
    for (int length : new int[] {0, 1, LargeValues.CHUNK_BYTES, LargeValues.CHUNK_BYTES + 1}) {
      byte[] value = new byte[length];
      new Random(length).nextBytes(value);
      values.store(PARTITION, "key", stamp, value);
      assertArrayEquals(value, Entry.value(values.remove(PARTITION, "key", stamp)));
    }
    assertEquals(0, port.count(PARTITION.chunks()));
  }

  @Test
  void anExistingKeyIsRefusedAndKeepsItsValue() {
    values.store(PARTITION, "key", stamp, large);
    assertFalse(values.store(PARTITION, "key", later(), new byte[LARGE]));
    assertArrayEquals(large, Entry.value(values.remove(PARTITION, "key", stamp)));
    assertEquals(0, port.count(PARTITION.chunks()));
  }

  @Test
  void whoeverComesLaterWithTheChunksWrittenTakesThemBack() {
    values.store(PARTITION, "key", stamp, large);
    doReturn(false).when(port).contains(PARTITION, "key");
    assertFalse(values.store(PARTITION, "key", later(), new byte[LARGE]));
    assertEquals(3, port.count(PARTITION.chunks()));
    assertArrayEquals(large, Entry.value(values.remove(PARTITION, "key", stamp)));
  }

  @Test
  void aFailedWriteLeavesNothingBehind() {
    doThrow(new ClusterException("full"))
        .when(port)
        .putIfAbsent(eq(PARTITION.chunks()), eq(stamp.text() + "/2"), any());
    assertThrows(ClusterException.class, () -> values.store(PARTITION, "key", stamp, large));
    assertEquals(0, port.count(PARTITION.chunks()));
    assertEquals(0, port.count(PARTITION));
  }

  @Test
  void anUnknownOutcomeKeepsTheChunks() {
    doThrow(new ClusterException("unknown")).when(port).putIfAbsent(eq(PARTITION), any(), any());
    assertThrows(ClusterException.class, () -> values.store(PARTITION, "key", stamp, large));
    assertEquals(3, port.count(PARTITION.chunks()));
  }

  @Test
  void chunksThatNobodyRefersToGoOnceTheirWriterIsGone() {
    anUnknownOutcomeKeepsTheChunks();
    values.store(new PartitionId("app/a", "other"), "key", later(), large);
    assertEquals(0, values.removeOrphans(PARTITION), "the writer may still be at it");
    when(membership.members()).thenReturn(Collections.emptyList());
    assertEquals(3, values.removeOrphans(PARTITION));
    assertEquals(3, port.count(new PartitionId("app/a", "other").chunks()));
  }

  @Test
  void chunksInUseAreNoOrphans() {
    values.store(PARTITION, "key", stamp, large);
    when(membership.members()).thenReturn(Collections.emptyList());
    assertEquals(0, values.removeOrphans(PARTITION));
  }

  @Test
  void theNextLargeValueSweepsThePartition() {
    anUnknownOutcomeKeepsTheChunks();
    when(membership.members()).thenReturn(Collections.emptyList());
    assertThrows(
        ClusterException.class, () -> values.store(PARTITION, "key", later(), new byte[LARGE]));
    assertEquals(Collections.emptySet(), writtenBy(stamp));
  }

  @Test
  void removalOfAMarkTakesTheChunksToo() {
    values.store(PARTITION, "large", stamp, large);
    values.store(PARTITION, "small", later(), new byte[1]);
    assertEquals(2, values.removeExactly(PARTITION, port.list(PARTITION)));
    assertEquals(0, port.count(PARTITION.chunks()));
  }

  @Test
  void removalOfAMarkSparesALaterValue() {
    Mark old = Mark.of("key", Entry.header(true, stamp));
    values.store(PARTITION, "key", later(), large);
    assertEquals(0, values.removeExactly(PARTITION, asList(old)));
    assertArrayEquals(large, Entry.value(values.remove(PARTITION, "key", stamp)));
  }

  @Test
  void anEntryWhoseChunksAreMissingIsUnreadableAndCanBeRemoved() {
    values.store(PARTITION, "key", stamp, large);
    port.removeExactly(PARTITION.chunks(), port.list(PARTITION.chunks()));
    byte[] unreadable = values.whole(PARTITION, "key", raw("key"));
    assertThrows(UndecodableValueException.class, () -> Entry.value(unreadable));
    byte[] removed = values.remove(PARTITION, "key", stamp);
    assertThrows(UndecodableValueException.class, () -> Entry.value(removed));
    assertEquals(0, port.count(PARTITION));
  }

  @Test
  void aReaderThatComesTooLateSeesWhatCameAfter() {
    values.store(PARTITION, "key", stamp, large);
    byte[] read = raw("key");
    values.remove(PARTITION, "key", stamp);
    assertNull(values.whole(PARTITION, "key", read));
    values.store(PARTITION, "key", later(), new byte[] {7});
    assertArrayEquals(new byte[] {7}, Entry.value(values.whole(PARTITION, "key", read)));
  }

  private byte[] raw(String key) {
    return port.get(PARTITION, Collections.singleton(key)).get(key);
  }

  private Stamp later() {
    return new Stamp(2, 0, StampSource.originOf(writer));
  }

  private Set<String> writtenBy(Stamp of) {
    return port.list(PARTITION.chunks()).stream()
        .map(Mark::key)
        .filter(key -> key.startsWith(of.text()))
        .collect(toSet());
  }
}
