package org.muleignite.objectstore.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.codec.UndecodableValueException;

class EntryTest {

  private static final Stamp STAMP = new Stamp(1_700_000_000_000L, 42, -7);

  @Test
  void valueAndStampComeBack() {
    byte[] entry = Entry.of(STAMP, new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, 2, 3}, Entry.value(entry));
    assertEquals(STAMP, Entry.stamp(Entry.header(entry)).get());
    assertTrue(Entry.hasHeader(entry, Entry.header(entry)));
  }

  @Test
  void aChunkedEntrySaysSoInItsHeader() {
    byte[] entry = Entry.chunked(STAMP, 3, 2_500_000);
    assertTrue(Entry.isChunked(Entry.header(entry)));
    assertFalse(Entry.isChunked(Entry.of(STAMP, new byte[] {1})));
    assertEquals(3, Entry.chunks(entry));
    assertEquals(2_500_000, Entry.chunkedLength(entry));
    assertEquals(STAMP, Entry.stamp(Entry.header(entry)).get());
  }

  @Test
  void theHeaderTellsEntriesApart() {
    byte[] entry = Entry.of(STAMP, new byte[0]);
    byte[] later = Entry.of(new Stamp(1_700_000_000_000L, 43, -7), new byte[0]);
    assertFalse(Entry.hasHeader(later, Entry.header(entry)));
  }

  @Test
  void furtherTriesHaveStampsOfTheirOwnAndBelongToTheFirst() {
    byte[] second = Entry.again(Entry.of(STAMP, new byte[] {1, 2}));
    byte[] third = Entry.again(second);
    assertArrayEquals(new byte[] {1, 2}, Entry.value(third));
    Set<Stamp> stamps = Set.of(STAMP, Entry.stamp(second).get(), Entry.stamp(third).get());
    assertEquals(3, stamps.size());
    for (Stamp stamp : stamps) {
      assertEquals(STAMP, stamp.first());
    }
  }

  @Test
  void whatIsCorruptOrNewerIsSaidToBe() {
    byte[] newer = Entry.of(STAMP, new byte[0]);
    newer[0] = 9;
    for (byte[] entry : new byte[][] {newer, {}, {1, 2}}) {
      assertThrows(UndecodableValueException.class, () -> Entry.value(entry));
      assertFalse(Entry.stamp(Entry.header(entry)).isPresent());
      assertTrue(Entry.hasHeader(entry, Entry.header(entry)));
    }
  }
}
