package org.muleignite.tests.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.store.ObjectAlreadyExistsException;
import org.mule.runtime.api.store.ObjectDoesNotExistException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;

/** Values of up to 100 MB, on three nodes with regions smaller than some of them. */
class ObjectStoreLargeIT {

  private static final int MEGABYTE = 1 << 20;

  private static final ExecutorService threads = Executors.newCachedThreadPool();

  private static ObjectStoreNodes nodes;

  @BeforeAll
  static void start() {
    nodes = new ObjectStoreNodes(3);
  }

  @AfterAll
  static void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  private static PartitionableExpirableObjectStore<Serializable> deploy(int node, StoreKind kind) {
    return nodes.deploy(node, kind, "app");
  }

  @Test
  void aPersistentStoreHoldsMoreThanItsMemory() throws Exception {
    byte[] value = random(100 * MEGABYTE);
    deploy(0, StoreKind.PERSISTENT).store("large", value, "p");
    assertThrows(
        ObjectAlreadyExistsException.class,
        () -> deploy(1, StoreKind.PERSISTENT).store("large", "small", "p"));
    assertEquals(List.of("large"), deploy(1, StoreKind.PERSISTENT).allKeys("p"));
    assertArrayEquals(value, (byte[]) deploy(2, StoreKind.PERSISTENT).remove("large", "p"));
    assertFalse(deploy(1, StoreKind.PERSISTENT).contains("large", "p"));
    assertEmpty(StoreKind.PERSISTENT);
  }

  @Test
  void aTransientStoreTakesItsTime() throws Exception {
    byte[] value = random(20 * MEGABYTE);
    deploy(0, StoreKind.TRANSIENT).store("large", value, "p");
    assertArrayEquals(value, (byte[]) deploy(1, StoreKind.TRANSIENT).retrieve("large", "p"));
    deploy(2, StoreKind.TRANSIENT).disposePartition("p");
    assertEmpty(StoreKind.TRANSIENT);
  }

  @Test
  void ofManyWhoStoreOrRemoveALargeValueOneSucceeds() throws Exception {
    for (int round = 0; round < 3; round++) {
      String key = "key " + round;
      assertEquals(
          1, successes(node -> deploy(node, StoreKind.PERSISTENT).store(key, large(node), "q")));
      assertEquals(
          1,
          successes(
              node -> {
                byte[] removed = (byte[]) deploy(node, StoreKind.PERSISTENT).remove(key, "q");
                assertArrayEquals(large(removed[0]), removed);
              }));
    }
    assertEmpty(StoreKind.PERSISTENT);
  }

  @Test
  void moreThanTheMemoryIsClearedAtOnce() throws Exception {
    byte[] value = random(MEGABYTE - 1024);
    for (int i = 0; i < 160; i++) {
      deploy(i % 3, StoreKind.PERSISTENT).store("key " + i, value, "r");
    }
    deploy(0, StoreKind.PERSISTENT).clear("r");
    assertEquals(List.of(), deploy(1, StoreKind.PERSISTENT).allKeys("r"));
    assertEmpty(StoreKind.PERSISTENT);
  }

  private interface Attempt {
    void on(int node) throws Exception;
  }

  private static long successes(Attempt attempt) throws Exception {
    List<CompletableFuture<Boolean>> attempts =
        List.of(0, 1, 2).stream()
            .map(node -> CompletableFuture.supplyAsync(() -> succeeds(attempt, node), threads))
            .toList();
    long successes = 0;
    for (CompletableFuture<Boolean> future : attempts) {
      successes += future.get(60, TimeUnit.SECONDS) ? 1 : 0;
    }
    return successes;
  }

  private static boolean succeeds(Attempt attempt, int node) {
    try {
      attempt.on(node);
      return true;
    } catch (ObjectAlreadyExistsException | ObjectDoesNotExistException e) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] large(int first) {
    byte[] value = new byte[3 * MEGABYTE];
    value[0] = (byte) first;
    return value;
  }

  private static byte[] random(int length) {
    byte[] value = new byte[length];
    new Random(length).nextBytes(value);
    return value;
  }

  /** Neither entries nor chunks are left. */
  private static void assertEmpty(StoreKind kind) {
    Ignite ignite = nodes.cluster().member(0).context().ignite();
    assertEquals(0, ignite.cache(kind.cache().name()).size(CachePeekMode.ALL));
    assertTrue(ignite.cache(kind.cache().name()).lostPartitions().isEmpty());
  }
}
