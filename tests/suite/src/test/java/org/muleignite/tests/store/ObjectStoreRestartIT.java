package org.muleignite.tests.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.store.ObjectStoreNotAvailableException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;

/** What is left when nodes go. */
class ObjectStoreRestartIT {

  private static final int ENTRIES = 200;

  @Test
  void aFullStopKeepsWhatIsPersistentOnly() throws Exception {
    try (ObjectStoreNodes nodes = new ObjectStoreNodes(2)) {
      PartitionableExpirableObjectStore<Serializable> durable =
          nodes.deploy(0, StoreKind.PERSISTENT, "app");
      PartitionableExpirableObjectStore<Serializable> passing =
          nodes.deploy(0, StoreKind.TRANSIENT, "app");
      durable.open("p");
      fill(durable);
      fill(passing);
      nodes.cluster().stopAll();
      assertThrows(ObjectStoreNotAvailableException.class, () -> durable.contains("key 1", "p"));

      nodes.cluster().startAll();

      PartitionableExpirableObjectStore<Serializable> again =
          nodes.deploy(1, StoreKind.PERSISTENT, "app");
      assertEquals(ENTRIES, again.allKeys("p").size());
      assertEquals(7, again.retrieve("key 7", "p"));
      assertTrue(nodes.deploy(0, StoreKind.TRANSIENT, "app").allKeys("p").isEmpty());
    }
  }

  @Test
  void theCrashOfANodeLosesNothing() throws Exception {
    try (ObjectStoreNodes nodes = new ObjectStoreNodes(3)) {
      for (StoreKind kind : StoreKind.values()) {
        fill(nodes.deploy(2, kind, "app"));
        nodes.deploy(2, kind, "app").open("p");
      }
      nodes.cluster().crash(2);
      for (StoreKind kind : StoreKind.values()) {
        PartitionableExpirableObjectStore<Serializable> left = nodes.deploy(0, kind, "app");
        assertEquals(ENTRIES, left.allKeys("p").size());
        assertEquals(ENTRIES, left.retrieveAll("p").size());
        left.store("another", "value", "p");
        // The crashed node had it open, but no longer counts.
        left.disposePartition("p");
        assertFalse(left.contains("key 1", "p"));
      }
    }
  }

  private static void fill(PartitionableExpirableObjectStore<Serializable> store) throws Exception {
    for (int i = 0; i < ENTRIES; i++) {
      store.store("key " + i, i, "p");
    }
  }
}
