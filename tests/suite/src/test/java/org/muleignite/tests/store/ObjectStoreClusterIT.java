package org.muleignite.tests.store;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.store.ObjectAlreadyExistsException;
import org.mule.runtime.api.store.ObjectDoesNotExistException;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.artifact.Artifact;

/** What only a cluster can show: artifacts, disposal, unreadable values, racing expiry. */
class ObjectStoreClusterIT {

  private static final long LIMIT_SECONDS = 60;

  private static ObjectStoreNodes nodes;

  private final String app = "app-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    nodes = new ObjectStoreNodes(2);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  private PartitionableExpirableObjectStore<Serializable> deploy(int node) {
    return nodes.deploy(node, StoreKind.TRANSIENT, app);
  }

  @Test
  void applicationsDoNotMeet() throws Exception {
    PartitionableExpirableObjectStore<Serializable> mine = deploy(0);
    PartitionableExpirableObjectStore<Serializable> other =
        nodes.deploy(1, StoreKind.TRANSIENT, app + "2");
    mine.store("key", "mine", "p");
    other.store("key", "other", "p");
    assertEquals("mine", deploy(1).retrieve("key", "p"));
    other.clear("p");
    assertTrue(mine.contains("key", "p"));
    assertEquals(asList("p"), mine.allPartitions());
  }

  @Test
  void disposalOnOneNodeKeepsWhatAnotherUses() throws Exception {
    PartitionableExpirableObjectStore<Serializable> first = deploy(0);
    PartitionableExpirableObjectStore<Serializable> second = deploy(1);
    first.open("p");
    second.open("p");
    first.store("key", "value", "p");

    first.disposePartition("p");
    assertEquals("value", second.retrieve("key", "p"));

    second.disposePartition("p");
    assertTrue(second.allKeys("p").isEmpty());
    assertTrue(second.allPartitions().isEmpty());
  }

  @Test
  void aClosedPartitionIsDisposedOfByTheOther() throws Exception {
    PartitionableExpirableObjectStore<Serializable> first = deploy(0);
    PartitionableExpirableObjectStore<Serializable> second = deploy(1);
    first.open("p");
    second.open("p");
    first.store("key", "value", "p");
    second.close("p");
    first.disposePartition("p");
    assertTrue(second.allKeys("p").isEmpty());
  }

  @Test
  void aRedeployedApplicationCountsOnce() throws Exception {
    PartitionableExpirableObjectStore<Serializable> before = deploy(0);
    before.open("p");
    before.store("key", "value", "p");
    PartitionableExpirableObjectStore<Serializable> after = deploy(0);
    after.open("p");
    assertEquals("value", after.retrieve("key", "p"));
    after.disposePartition("p");
    assertTrue(after.allKeys("p").isEmpty());
    assertTrue(before.allKeys("p").isEmpty());
  }

  @Test
  void partitionsAreThoseWithEntriesAndThoseInUse() throws Exception {
    deploy(0).store("key", "value", "with entries");
    deploy(1).open("in use");
    assertEquals(
        new HashSet<>(asList("with entries", "in use")), new HashSet<>(deploy(0).allPartitions()));
  }

  @Test
  void anUnserialisableValueChangesNothing() throws Exception {
    PartitionableExpirableObjectStore<Serializable> store = deploy(0);
    ObjectStoreException e =
        assertThrows(
            ObjectStoreException.class,
            () -> store.store("key", new Unserialisable(new Object()), "p"));
    assertEquals(ObjectStoreException.class, e.getClass());
    assertTrue(e.getMessage().contains("'key'"), e.getMessage());
    assertFalse(store.contains("key", "p"));
    assertThrows(ObjectStoreException.class, () -> store.store("key", null, "p"));
  }

  @Test
  void aValueWhoseClassIsGoneHarmsNoOther() throws Exception {
    deploy(0).store("poison", new Unserialisable("text"), "p");
    deploy(0).store("good", "value", "p");
    PartitionableExpirableObjectStore<Serializable> without =
        new Artifact(app, new ClassLoader(null) {})
            .store(nodes.cluster().member(1), StoreKind.TRANSIENT);

    ObjectStoreException e =
        assertThrows(ObjectStoreException.class, () -> without.retrieve("poison", "p"));
    for (String named : asList("'poison'", "'p'", app, "bytes", Unserialisable.class.getName())) {
      assertTrue(e.getMessage().contains(named), e.getMessage());
    }
    assertTrue(without.contains("poison", "p"));
    assertEquals(new HashSet<>(asList("good", "poison")), new HashSet<>(without.allKeys("p")));
    assertEquals("value", without.retrieveAll("p").get("good"));
    assertEquals(1, without.retrieveAll("p").size());
    assertInstanceOf(Unserialisable.class, deploy(0).retrieve("poison", "p"));

    assertThrows(ObjectStoreException.class, () -> without.remove("poison", "p"));
    assertEquals(asList("good"), without.allKeys("p"));
  }

  /**
   * One node renews old entries while the other expires what was stored before a fixed time:
   * nothing renewed may vanish, however the two interleave.
   */
  @Test
  void expiryNeverTakesWhatWasRenewed() throws Exception {
    PartitionableExpirableObjectStore<Serializable> store = deploy(0);
    PartitionableExpirableObjectStore<Serializable> expiring = deploy(1);
    for (int i = 0; i < 50; i++) {
      store.store("key " + i, "old", "p");
    }
    ClusterClock clock = nodes.cluster().member(1).context().clock();
    long cutOff = clock.currentTimeMillis() + 100;
    nodes.elapse(2_000);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> expirer =
          threads.submit(
              () -> {
                while (!done.get()) {
                  expiring.expire(clock.currentTimeMillis() - cutOff, 0, "p");
                }
                return null;
              });
      long lost = 0;
      for (int i = 0; i < 50; i++) {
        renew(store, "key " + i);
        lost += store.contains("key " + i, "p") ? 0 : 1;
      }
      done.set(true);
      expirer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertEquals(0, lost);
      assertEquals(50, store.allKeys("p").size());
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private static void renew(PartitionableExpirableObjectStore<Serializable> store, String key)
      throws ObjectStoreException {
    try {
      store.remove(key, "p");
    } catch (ObjectDoesNotExistException e) {
      // Expired before: just as well.
    }
    try {
      store.store(key, "new", "p");
    } catch (ObjectAlreadyExistsException e) {
      throw new AssertionError("Nobody else stores " + key, e);
    }
  }

  private static final class Unserialisable implements Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused")
    private final Object content;

    Unserialisable(Object content) {
      this.content = content;
    }
  }
}
