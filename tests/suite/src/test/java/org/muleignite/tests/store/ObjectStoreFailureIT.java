package org.muleignite.tests.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;

/** Three nodes, of which some come and go. */
class ObjectStoreFailureIT {

  private static final int SIZE = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static ObjectStoreNodes nodes;

  private final String app = "app-" + UUID.randomUUID();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeAll
  static void start() {
    nodes = new ObjectStoreNodes(SIZE);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @AfterEach
  void startWhatIsDown() {
    threads.shutdownNow();
    for (int node = 0; node < SIZE; node++) {
      if (nodes.cluster().member(node) == null) {
        nodes.cluster().start(node);
      }
    }
  }

  private PartitionableExpirableObjectStore<Serializable> deploy(int node, StoreKind kind) {
    return nodes.deploy(node, kind, app);
  }

  /** Whoever asks, and whoever owns what: a listing holds all that was stored before. */
  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void listingsAreCompleteWhileNodesComeAndGo(StoreKind kind) throws Exception {
    Set<String> expected = new HashSet<>();
    List<Runnable> changes =
        List.of(
            () -> {},
            () -> nodes.cluster().crash(1),
            () -> nodes.cluster().start(1),
            () -> nodes.cluster().stop(0),
            () -> nodes.cluster().start(0));
    for (int round = 0; round < changes.size(); round++) {
      changes.get(round).run();
      for (int i = 0; i < 40; i++) {
        String key = "key " + round + "/" + i;
        onSome(i, kind).store(key, i, "p");
        expected.add(key);
      }
      assertListed(expected, kind);
      for (String key : List.copyOf(expected)) {
        if (key.endsWith("3")) {
          onSome(round, kind).remove(key, "p");
          expected.remove(key);
        }
      }
      assertListed(expected, kind);
    }
  }

  private PartitionableExpirableObjectStore<Serializable> onSome(int number, StoreKind kind) {
    List<Integer> running = running();
    return deploy(running.get(number % running.size()), kind);
  }

  private static List<Integer> running() {
    List<Integer> running = new ArrayList<>();
    for (int node = 0; node < SIZE; node++) {
      if (nodes.cluster().member(node) != null) {
        running.add(node);
      }
    }
    return running;
  }

  private void assertListed(Set<String> expected, StoreKind kind) throws ObjectStoreException {
    for (int node : running()) {
      List<String> listed = deploy(node, kind).allKeys("p");
      assertEquals(expected, new HashSet<>(listed), "as node " + node + " sees it");
      assertEquals(expected.size(), listed.size());
    }
  }

  @Test
  void anExpiryThatDiesWithItsNodeIsFinishedByTheNext() throws Exception {
    for (StoreKind kind : StoreKind.values()) {
      PartitionableExpirableObjectStore<Serializable> survivor = deploy(0, kind);
      for (int i = 0; i < 1_500; i++) {
        survivor.store("old " + i, i, "p");
      }
      nodes.elapse(100);
      survivor.store("young", 0, "p");
      PartitionableExpirableObjectStore<Serializable> dying = deploy(2, kind);
      CompletableFuture<Void> expiry =
          CompletableFuture.runAsync(
              () -> assertThrows(ObjectStoreException.class, () -> expireInSteps(dying)), threads);
      await("the first entries to expire")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> survivor.allKeys("p").size() < 1_400);
      nodes.cluster().crash(2);
      expiry.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertTrue(survivor.allKeys("p").size() > 1, "the expiry had ended already");

      survivor.expire(0, 1, "p");
      assertEquals(List.of("young"), survivor.allKeys("p"));
      assertEquals(0, survivor.retrieve("young", "p"));
      nodes.cluster().start(2);
    }
  }

  /** As long as the node lives. */
  private static void expireInSteps(PartitionableExpirableObjectStore<Serializable> store)
      throws ObjectStoreException {
    for (int left = 1_480; ; left = Math.max(1, left - 20)) {
      store.expire(0, left, "p");
    }
  }

  @Test
  void aNodeThatReturnsWithOldDataDoesNotBringItBack() throws Exception {
    PartitionableExpirableObjectStore<Serializable> store = deploy(0, StoreKind.PERSISTENT);
    for (int i = 0; i < 200; i++) {
      store.store("key " + i, "old", "p");
    }
    nodes.cluster().crash(2);
    for (int i = 0; i < 200; i++) {
      store.remove("key " + i, "p");
      if (i % 2 == 0) {
        store.store("key " + i, "new", "p");
      }
    }
    nodes.cluster().start(2);
    assertNew(2);
    nodes.cluster().stop(0);
    assertNew(1);
    assertNew(2);
  }

  private void assertNew(int node) throws ObjectStoreException {
    PartitionableExpirableObjectStore<Serializable> store = deploy(node, StoreKind.PERSISTENT);
    assertEquals(100, store.allKeys("p").size());
    assertEquals(Set.of("new"), new HashSet<>(store.retrieveAll("p").values()));
    for (int i = 0; i < 200; i++) {
      assertEquals(i % 2 == 0, store.contains("key " + i, "p"), "key " + i);
    }
  }

  /** Each node is restarted under load; those that run serve all the time. */
  @Test
  void aRollingRestartLosesNothingAndServesThroughout() throws Exception {
    List<Load> loads = new ArrayList<>();
    for (int restarted = 0; restarted < SIZE; restarted++) {
      loads.clear();
      for (int node = 0; node < SIZE; node++) {
        if (node != restarted) {
          for (StoreKind kind : StoreKind.values()) {
            loads.add(new Load(deploy(node, kind), "restart " + restarted + " of " + node));
          }
        }
      }
      List<CompletableFuture<Void>> running =
          loads.stream().map(load -> CompletableFuture.runAsync(load, threads)).toList();
      nodes.cluster().stop(restarted);
      awaitProgress(loads);
      nodes.cluster().start(restarted);
      awaitProgress(loads);
      loads.forEach(load -> load.stopped = true);
      for (CompletableFuture<Void> load : running) {
        load.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
      for (Load load : loads) {
        load.check();
      }
    }
  }

  private static void awaitProgress(List<Load> loads) {
    for (Load load : loads) {
      int enough = load.stored.size() + 20;
      await("progress").atMost(LIMIT).until(() -> load.failed || load.stored.size() >= enough);
    }
  }

  /** Stores keys of its own, and removes every third; any error fails the test. */
  private static final class Load implements Runnable {

    private final PartitionableExpirableObjectStore<Serializable> store;
    private final String name;
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private volatile boolean failed;

    Load(PartitionableExpirableObjectStore<Serializable> store, String name) {
      this.store = store;
      this.name = name;
    }

    @Override
    public void run() {
      try {
        for (int i = 0; !stopped; i++) {
          String key = name + "/" + i;
          store.store(key, key, "p");
          stored.add(key);
          if (i % 3 == 0) {
            assertEquals(key, store.remove(key, "p"));
            stored.remove(key);
          }
        }
      } catch (ObjectStoreException | RuntimeException | AssertionError e) {
        failed = true;
        throw new AssertionError(name, e);
      }
    }

    void check() throws ObjectStoreException {
      for (String key : stored) {
        assertEquals(key, store.retrieve(key, "p"));
      }
      Set<String> listed = new HashSet<>(store.allKeys("p"));
      listed.removeIf(key -> !key.startsWith(name + "/"));
      assertEquals(stored, listed);
    }
  }
}
