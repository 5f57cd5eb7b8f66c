package org.muleignite.tests.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;

/** Some object stores have more backups than others. */
@Timeout(180)
class ObjectStoreBackupsIT {

  private static final int SURVIVOR = 2;
  private static final int STORES = 12;
  private static final int KEYS = 8;
  private static final byte[] LARGE = new byte[3 << 20];

  private final ObjectStoreNodes nodes =
      new ObjectStoreNodes(3, settings -> settings.setStoreBackups(List.of("*/safe*=2")));

  @AfterEach
  void stop() {
    nodes.close();
  }

  @ParameterizedTest
  @EnumSource
  void storesSurviveTheLossOfSoManyNodes(StoreKind kind) throws Exception {
    PartitionableExpirableObjectStore<Serializable> store = nodes.deploy(0, kind, "app");
    for (int i = 0; i < STORES; i++) {
      for (int key = 0; key < KEYS; key++) {
        store.store("key" + key, i, "safe" + i);
        store.store("key" + key, i, "usual" + i);
      }
    }
    store.store("large", LARGE, "safe0");

    nodes.cluster().crash(0);
    nodes.cluster().crash(1);

    PartitionableExpirableObjectStore<Serializable> survivor = nodes.deploy(SURVIVOR, kind, "app");
    for (int i = 0; i < STORES; i++) {
      Set<String> keys = new HashSet<>(survivor.allKeys("safe" + i));
      for (int key = 0; key < KEYS; key++) {
        assertTrue(keys.contains("key" + key));
        assertEquals(i, survivor.remove("key" + key, "safe" + i));
      }
    }
    assertArrayEquals(LARGE, (byte[]) survivor.retrieve("large", "safe0"));
    int lost = nodes.cluster().member(SURVIVOR).placement().partitionsWithoutCopy();
    assertTrue(lost > 0, "All stores would have survived with the usual number too");
  }
}
