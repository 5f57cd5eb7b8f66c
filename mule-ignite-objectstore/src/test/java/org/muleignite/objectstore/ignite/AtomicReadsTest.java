package org.muleignite.objectstore.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.NodeGoneException;

/** What is read of entries that may not be on all copies yet. */
class AtomicReadsTest extends EntriesOfTwoNodes {

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
}
