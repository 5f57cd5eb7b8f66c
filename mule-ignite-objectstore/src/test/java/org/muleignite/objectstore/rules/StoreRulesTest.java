package org.muleignite.objectstore.rules;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;

class StoreRulesTest {

  private static final PartitionId PARTITION = new PartitionId("app/a", "p");

  private final FakeStorePort port = new FakeStorePort();
  private final UsagePort usage = mock(UsagePort.class);
  private final Membership membership = mock(Membership.class);
  private long now = 1_000;
  private final StoreRules rules =
      new StoreRules(port, port, usage, membership, new StampSource(() -> now, UUID.randomUUID()));

  @Test
  void nothingIsDoneWhenThisNodeMayNotAct() {
    doThrow(new ClusterUnavailableException("cut off")).when(membership).checkMember();
    List<Runnable> operations =
        asList(
            () -> rules.store(PARTITION, "key", new byte[0]),
            () -> rules.contains(PARTITION, "key"),
            () -> rules.retrieve(PARTITION, "key"),
            () -> rules.remove(PARTITION, "key"),
            () -> rules.keys(PARTITION),
            () -> rules.forEach(PARTITION, (key, entry) -> {}),
            () -> rules.clear(PARTITION),
            () -> rules.expire(PARTITION, 1, 1),
            () -> rules.dispose(PARTITION, new OpenPartitions()),
            () -> rules.partitions("app/a"),
            () -> rules.sizes(),
            () -> rules.isInUse(PARTITION),
            () -> rules.purge(PARTITION));
    for (Runnable operation : operations) {
      assertThrows(ClusterUnavailableException.class, operation::run);
    }
    assertTrue(port.list(PARTITION).isEmpty());
  }

  /** Others may have changed meanwhile what a node read that was paused in the middle. */
  @Test
  void nothingIsAnsweredWhenThisNodeIsNoMemberAnyMoreAtTheEnd() {
    doThrow(new ClusterUnavailableException("cut off")).when(membership).confirmMember();
    List<Runnable> operations =
        asList(
            () -> rules.store(PARTITION, "key", new byte[0]),
            () -> rules.contains(PARTITION, "key"),
            () -> rules.retrieve(PARTITION, "key"),
            () -> rules.remove(PARTITION, "key"));
    for (Runnable operation : operations) {
      assertThrows(ClusterUnavailableException.class, operation::run);
    }
  }

  @Test
  void keysComeInTheOrderOfInsertion() {
    for (String key : asList("z", "a", "m")) {
      store(key);
    }
    now++;
    store("b");
    assertEquals(asList("z", "a", "m", "b"), rules.keys(PARTITION));
    List<String> visited = new ArrayList<>();
    rules.forEach(PARTITION, (key, entry) -> visited.add(key));
    assertEquals(asList("z", "a", "m", "b"), visited);
  }

  @Test
  void allEntriesAreVisitedHoweverMany() {
    for (int i = 0; i < 1_000; i++) {
      store("key " + i);
    }
    List<String> visited = new ArrayList<>();
    rules.forEach(PARTITION, (key, entry) -> visited.add(key));
    assertEquals(1_000, new HashSet<>(visited).size());
    assertEquals(1_000, visited.size());
  }

  @Test
  void anEntryThatWasReplacedWhileOthersExpireStays() {
    store("renewed");
    store("old");
    now += 500;
    port.afterListing(
        () -> {
          rules.remove(PARTITION, "renewed");
          store("renewed");
        });
    rules.expire(PARTITION, 500, 0);
    port.afterListing(() -> {});
    assertEquals(asList("renewed"), rules.keys(PARTITION));
  }

  @Test
  void theOldestGoAboveTheBound() {
    for (String key : asList("a", "b", "c", "d")) {
      store(key);
      now++;
    }
    rules.expire(PARTITION, 0, 4);
    assertEquals(asList("a", "b", "c", "d"), rules.keys(PARTITION));
    rules.expire(PARTITION, 0, 2);
    assertEquals(asList("c", "d"), rules.keys(PARTITION));
  }

  @Test
  void anEntryGoesOnceItIsAsOldAsTheTimeToLive() {
    store("a");
    now += 10;
    store("b");
    rules.expire(PARTITION, 11, 0);
    assertEquals(asList("a", "b"), rules.keys(PARTITION));
    rules.expire(PARTITION, 10, 0);
    assertEquals(asList("b"), rules.keys(PARTITION));
    now -= 5;
    rules.expire(PARTITION, 1, 0);
    assertEquals(asList("b"), rules.keys(PARTITION), "an entry from the future stays");
  }

  @Test
  void bothLimitsApply() {
    for (String key : asList("a", "b", "c", "d")) {
      store(key);
      now += 10;
    }
    rules.expire(PARTITION, 35, 2);
    assertEquals(asList("c", "d"), rules.keys(PARTITION));
  }

  @Test
  void nothingOrLessMeansNoLimit() {
    store("a");
    now += 1_000;
    rules.expire(PARTITION, 0, 0);
    rules.expire(PARTITION, -1, -1);
    assertEquals(asList("a"), rules.keys(PARTITION));
  }

  @Test
  void anUnreadableEntryCountsButDoesNotExpire() {
    port.corrupt(PARTITION, "poison", new byte[] {1});
    store("a");
    store("b");
    rules.expire(PARTITION, 0, 2);
    assertEquals(asList("poison", "b"), rules.keys(PARTITION));
    now += 1_000;
    rules.expire(PARTITION, 1, 0);
    assertEquals(asList("poison"), rules.keys(PARTITION));
  }

  @Test
  void clearTakesWhatWasThereWhenItBegan() {
    store("old");
    port.afterListing(() -> store("new"));
    rules.clear(PARTITION);
    port.afterListing(() -> {});
    assertEquals(asList("new"), rules.keys(PARTITION));
  }

  @Test
  void disposalWaitsForTheLastUser() {
    OpenPartitions own = new OpenPartitions();
    own.open("p");
    store("key");
    when(usage.isOpenAnywhere(PARTITION)).thenReturn(true);
    assertFalse(rules.dispose(PARTITION, own));
    assertFalse(own.isOpen("p"));
    assertTrue(rules.contains(PARTITION, "key"));

    when(usage.isOpenAnywhere(PARTITION)).thenReturn(false);
    assertTrue(rules.dispose(PARTITION, own));
    assertFalse(rules.contains(PARTITION, "key"));
  }

  @Test
  void disposalKeepsWhatANewUserStoredAfterItSaidItWasNone() {
    store("old");
    when(usage.isOpenAnywhere(PARTITION))
        .thenAnswer(
            call -> {
              store("of the new user");
              return false;
            });
    rules.dispose(PARTITION, new OpenPartitions());
    assertEquals(asList("of the new user"), rules.keys(PARTITION));
  }

  @Test
  void disposalKeepsEverythingWhenAMemberDoesNotAnswer() {
    store("key");
    when(usage.isOpenAnywhere(any())).thenThrow(new ClusterException("no answer"));
    assertThrows(ClusterException.class, () -> rules.dispose(PARTITION, new OpenPartitions()));
    assertTrue(rules.contains(PARTITION, "key"));
  }

  @Test
  void aPurgeTakesWhatNobodyUses() {
    store("key");
    when(usage.isOpenAnywhere(PARTITION)).thenReturn(true);
    ClusterException refusal = assertThrows(ClusterException.class, () -> rules.purge(PARTITION));
    assertTrue(refusal.getMessage().contains(PARTITION.toString()), refusal.getMessage());
    assertTrue(rules.contains(PARTITION, "key"));

    when(usage.isOpenAnywhere(PARTITION)).thenReturn(false);
    assertEquals(1, rules.purge(PARTITION));
    assertEquals(Collections.emptyMap(), rules.sizes());
  }

  @Test
  void sizesAreThoseOfThePartitionsThatWereAskedFor() {
    store("small");
    when(membership.members()).thenReturn(Collections.emptyList());
    rules.store(PARTITION, "large", new byte[LargeValues.CHUNK_BYTES + 1]);
    assertEquals(Collections.singletonMap(PARTITION, 2), rules.sizes());
    assertEquals(Collections.singleton("p"), rules.partitions("app/a"));
    port.corrupt(new PartitionId("app/b", "gone").chunks(), "orphan", new byte[1]);
    assertEquals(0, rules.sizes().get(new PartitionId("app/b", "gone")));
  }

  @Test
  void anUnreadableEntryIsListedAndCanBeRemoved() {
    port.corrupt(PARTITION, "poison", new byte[] {1});
    store("good");
    assertEquals(asList("poison", "good"), rules.keys(PARTITION));
    assertArrayEquals(new byte[] {1}, rules.remove(PARTITION, "poison").get());
    assertEquals(asList("good"), rules.keys(PARTITION));
  }

  private void store(String key) {
    assertTrue(rules.store(PARTITION, key, new byte[] {5}));
  }
}
