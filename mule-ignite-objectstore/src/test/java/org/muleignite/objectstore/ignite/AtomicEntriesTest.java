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
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Arrays;
import java.util.Map;
import javax.cache.processor.EntryProcessorResult;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.RequestHandler;
import org.muleignite.objectstore.rules.Entry;

/** Stores and removals whose primary copy dies, or is another one meanwhile. */
class AtomicEntriesTest extends EntriesOfTwoNodes {

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

  /** What refused it is at the primary, and may not have reached the last copy yet. */
  @Test
  void aRefusalIsLookedIntoAtThePrimary() {
    isHere(null);
    when(once.putIfAbsent(KEY, MINE)).thenReturn(false);
    isThere(LATER);
    assertFalse(entries.store("store", KEY, MINE));
    verify(once, times(1)).putIfAbsent(KEY, MINE);
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
}
