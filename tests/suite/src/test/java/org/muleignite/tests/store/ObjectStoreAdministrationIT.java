package org.muleignite.tests.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.CachePeekMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreNotAvailableException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.ObjectStoreModule;
import org.muleignite.objectstore.StoreAdministration;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.objectstore.StoredPartition;

/** What stays behind can be found and removed, completely, and by nobody's mistake. */
class ObjectStoreAdministrationIT {

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

  private static StoreAdministration administration(int node) {
    ClusterMember member = nodes.cluster().member(node);
    return ((ObjectStoreModule) member.modules().get(0)).administration();
  }

  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void partitionsOfArtifactsLongGoneAreListedAndPurged(StoreKind kind) throws Exception {
    PartitionableExpirableObjectStore<Serializable> used = nodes.deploy(0, kind, app);
    used.open("used");
    used.store("key", "value", "used");
    nodes.deploy(1, kind, app + "-gone").store("key", "value", "random name");
    nodes.deploy(1, kind, app + "-gone").store("large", new byte[3 << 20], "random name");

    assertEquals(
        List.of(
            "'used' of app/" + app + ", " + kind + ", 1 entries, in use",
            "'random name' of app/" + app + "-gone, " + kind + ", 2 entries, not in use"),
        administration(1).list().stream()
            .filter(partition -> partition.artifact().startsWith("app/" + app))
            .sorted(Comparator.comparing(StoredPartition::artifact))
            .map(StoredPartition::toString)
            .toList());

    ClusterException refusal =
        assertThrows(
            ClusterException.class, () -> administration(1).purge(kind, "app/" + app, "used"));
    assertTrue(refusal.getMessage().contains("'used'"), refusal.getMessage());
    assertTrue(used.contains("key", "used"));

    assertEquals(2, administration(0).purge(kind, "app/" + app + "-gone", "random name"));
    assertEquals(0, administration(0).purge(kind, "app/" + app + "-gone", "random name"));
    used.close("used");
    assertEquals(1, administration(1).purge(kind, "app/" + app, "used"));
    assertFalse(used.contains("key", "used"));
    Ignite ignite = nodes.cluster().member(0).context().ignite();
    assertEquals(0, ignite.cache(kind.cache().name()).size(CachePeekMode.ALL), "nothing is left");
  }

  /** A full memory is an error of whoever stores, and of nobody else. */
  @Test
  void aFullMemoryIsRefusedAndWorksAgainOnceThereIsRoom() throws Exception {
    PartitionableExpirableObjectStore<Serializable> store =
        nodes.deploy(0, StoreKind.TRANSIENT, app);
    ObjectStoreException refusal =
        assertThrows(
            ObjectStoreNotAvailableException.class,
            () -> {
              for (int i = 0; i < 1_000; i++) {
                store.store("key " + i, new byte[i % 2 == 0 ? 100_000 : 3 << 20], "p");
              }
            });
    assertTrue(refusal.getMessage().contains("transientMemoryMb"), refusal.getMessage());
    int kept = store.allKeys("p").size();
    assertEquals(kept, store.retrieveAll("p").size());
    nodes.deploy(1, StoreKind.TRANSIENT, app).clear("p");
    store.store("key", new byte[1 << 20], "p");
    store.clear("p");
    Ignite ignite = nodes.cluster().member(0).context().ignite();
    assertEquals(0, ignite.cache(StoreKind.TRANSIENT.cache().name()).size(CachePeekMode.ALL));
  }
}
