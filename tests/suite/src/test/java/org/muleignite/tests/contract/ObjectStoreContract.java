package org.muleignite.tests.contract;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.store.ObjectAlreadyExistsException;
import org.mule.runtime.api.store.ObjectDoesNotExistException;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;

/**
 * What Mule expects of a base object store, put to any of them: Mule's own (the reference) and the
 * clustered ones. An operation goes through a view, one for each node.
 */
public abstract class ObjectStoreContract extends ObjectStoreViews {

  private static final long LIMIT_SECONDS = 60;

  @Test
  void whatIsStoredIsSeenByEveryNode() throws Exception {
    first().store("key", "value", partition);
    for (PartitionableExpirableObjectStore<Serializable> view : views) {
      assertTrue(view.contains("key", partition));
      assertEquals("value", view.retrieve("key", partition));
      assertEquals(asList("key"), view.allKeys(partition));
      assertEquals(Collections.singletonMap("key", "value"), view.retrieveAll(partition));
    }
  }

  @Test
  void storingAnExistingKeyIsRefusedAndKeepsTheValue() throws Exception {
    first().store("key", "value", partition);
    assertThrows(ObjectAlreadyExistsException.class, () -> last().store("key", "other", partition));
    assertEquals("value", first().retrieve("key", partition));
  }

  @Test
  void removingReturnsTheValueOnce() throws Exception {
    first().store("key", "value", partition);
    assertEquals("value", last().remove("key", partition));
    assertFalse(first().contains("key", partition));
    assertThrows(ObjectDoesNotExistException.class, () -> first().remove("key", partition));
    first().store("key", "again", partition);
    assertEquals("again", last().retrieve("key", partition));
  }

  @Test
  void aMissingKeyIsNamedByItsException() {
    assertThrows(ObjectDoesNotExistException.class, () -> first().retrieve("none", partition));
    assertThrows(ObjectDoesNotExistException.class, () -> last().remove("none", partition));
  }

  @Test
  void nullAndBlankKeysAreRefused() {
    for (String key : asList(null, "", "   ")) {
      assertRefused(() -> first().contains(key, partition));
      assertRefused(() -> first().retrieve(key, partition));
      assertRefused(() -> first().remove(key, partition));
      assertRefused(
          () -> {
            first().store(key, "value", partition);
            return null;
          });
    }
  }

  @Test
  void nullAndBlankPartitionNamesAreRefused() {
    for (String name : asList(null, "", "   ")) {
      assertRefused(() -> first().contains("key", name));
      assertRefused(() -> first().retrieve("key", name));
    }
  }

  private static void assertRefused(Callable<?> operation) {
    ObjectStoreException e = assertThrows(ObjectStoreException.class, operation::call);
    assertEquals(ObjectStoreException.class, e.getClass());
  }

  @Test
  void keysAreAnyText() throws Exception {
    List<String> keys =
        asList(
            "k",
            " k ",
            "1:a",
            "a\u0000b",
            "gr\u00fc\u00df \u4f60\u597d \uD83D\uDE80",
            "a\uD83D",
            "a\uDE80",
            "a?",
            "\uD83D\uD83D",
            String.join("", Collections.nCopies(10_000, "\u4f60")));
    for (String key : keys) {
      first().store(key, "value of " + key, partition);
    }
    assertEquals(new HashSet<>(keys), new HashSet<>(last().allKeys(partition)));
    for (String key : keys) {
      assertEquals("value of " + key, last().retrieve(key, partition));
    }
  }

  @Test
  void partitionsDoNotMeet() throws Exception {
    String other = partition + "1";
    first().open(other);
    first().store("key", "value", partition);
    first().store("key", "other", other);
    first().store("1key", "value", partition);
    assertEquals("other", last().retrieve("key", other));
    assertEquals(asList("key"), last().allKeys(other));
    last().clear(other);
    assertEquals(2, first().allKeys(partition).size());
    assertTrue(first().allKeys(other).isEmpty());
  }

  @Test
  void theDefaultPartitionIsAPartition() throws Exception {
    first().open();
    first().clear();
    first().store("key", "value");
    assertTrue(last().contains("key"));
    assertEquals(asList("key"), last().allKeys());
    assertEquals(Collections.singletonMap("key", "value"), last().retrieveAll());
    assertEquals("value", last().retrieve("key"));
    assertFalse(last().contains("key", partition));
    assertEquals("value", last().remove("key"));
    first().store("key", "value");
    last().clear();
    assertFalse(first().contains("key"));
    first().close();
  }

  @Test
  void aClearedPartitionWorksOn() throws Exception {
    store(300);
    last().clear(partition);
    assertTrue(first().allKeys(partition).isEmpty());
    assertTrue(first().retrieveAll(partition).isEmpty());
    first().store("key 1", "value", partition);
    assertTrue(last().contains("key 1", partition));
  }

  @Test
  void aPartitionThatNobodyElseHasOpenIsDisposedOf() throws Exception {
    store(10);
    for (PartitionableExpirableObjectStore<Serializable> view : views) {
      view.disposePartition(partition);
    }
    first().open(partition);
    assertTrue(last().allKeys(partition).isEmpty());
    first().store("key 1", "value", partition);
    assertEquals("value", last().retrieve("key 1", partition));
  }

  @Test
  void closingKeepsTheEntries() throws Exception {
    store(2);
    first().close(partition);
    first().open(partition);
    assertEquals(2, first().allKeys(partition).size());
  }

  @Test
  void theOldestGoAboveTheBound() throws Exception {
    store(0, 6);
    elapse(100);
    store(6, 10);
    last().expire(0, 4, partition);
    assertEquals(keys(6, 10), new HashSet<>(first().allKeys(partition)));
    last().expire(0, 4, partition);
    assertEquals(4, first().allKeys(partition).size());
  }

  @Test
  void zeroMeansNoLimit() throws Exception {
    store(3);
    elapse(20);
    first().expire(0, 0, partition);
    assertEquals(3, first().allKeys(partition).size());
  }

  @Test
  void whatIsTooOldGoes() throws Exception {
    store(3);
    elapse(1_000);
    first().store("young", "value", partition);
    last().expire(900, 0, partition);
    assertEquals(asList("young"), first().allKeys(partition));
  }

  @Test
  void exactlyOneOfManyStoresAKey() throws Exception {
    List<Callable<Integer>> rivals = new ArrayList<>();
    for (int rival = 0; rival < 6; rival++) {
      PartitionableExpirableObjectStore<Serializable> view = views.get(rival % views.size());
      String mine = "rival " + rival;
      rivals.add(
          () -> {
            int won = 0;
            for (int round = 0; round < 50; round++) {
              won += storeFirst(view, "round " + round, mine) ? 1 : 0;
            }
            return won;
          });
    }
    assertEquals(50, sum(rivals));
    assertEquals(50, first().allKeys(partition).size());
  }

  @Test
  void exactlyOneOfManyRemovesAKey() throws Exception {
    store(50);
    List<Callable<Integer>> rivals = new ArrayList<>();
    for (int rival = 0; rival < 6; rival++) {
      PartitionableExpirableObjectStore<Serializable> view = views.get(rival % views.size());
      rivals.add(
          () -> {
            int won = 0;
            for (int i = 0; i < 50; i++) {
              won += removeFirst(view, "key " + i) ? 1 : 0;
            }
            return won;
          });
    }
    assertEquals(50, sum(rivals));
    assertTrue(first().allKeys(partition).isEmpty());
  }

  private boolean storeFirst(
      PartitionableExpirableObjectStore<Serializable> view, String key, String value)
      throws ObjectStoreException {
    try {
      view.store(key, value, partition);
    } catch (ObjectAlreadyExistsException e) {
      return false;
    }
    assertEquals(value, view.retrieve(key, partition));
    return true;
  }

  private boolean removeFirst(PartitionableExpirableObjectStore<Serializable> view, String key)
      throws ObjectStoreException {
    try {
      view.remove(key, partition);
      return true;
    } catch (ObjectDoesNotExistException e) {
      return false;
    }
  }

  private static int sum(List<Callable<Integer>> rivals) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(rivals.size());
    try {
      CyclicBarrier start = new CyclicBarrier(rivals.size());
      List<Future<Integer>> results = new ArrayList<>();
      for (Callable<Integer> rival : rivals) {
        results.add(
            threads.submit(
                () -> {
                  start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                  return rival.call();
                }));
      }
      int sum = 0;
      for (Future<Integer> result : results) {
        sum += result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
      return sum;
    } finally {
      threads.shutdownNow();
    }
  }
}
