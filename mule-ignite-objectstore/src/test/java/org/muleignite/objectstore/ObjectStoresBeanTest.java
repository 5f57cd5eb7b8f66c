package org.muleignite.objectstore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;

class ObjectStoresBeanTest {

  private final StoreAdministration stores = mock();
  private final ObjectStoresBean bean = new ObjectStoresBean(stores);

  @Test
  void anOperatorListsTheLargestPartitionsAndPurgesOverJmx() throws Exception {
    when(stores.list())
        .thenReturn(
            List.of(
                new StoredPartition(StoreKind.TRANSIENT, "app/a", "small", 1, true),
                new StoredPartition(StoreKind.PERSISTENT, "app/b", "large", 9, false)));
    when(stores.purge(StoreKind.PERSISTENT, "app/b", "large")).thenReturn(9);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("org.muleignite.test:type=ObjectStores");
    server.registerMBean(bean, name);
    try {
      assertArrayEquals(
          new String[] {"'large' of app/b, PERSISTENT, 9 entries, not in use"},
          (String[]) server.invoke(name, "list", new Object[] {1}, new String[] {"int"}));
      String text = String.class.getName();
      assertEquals(
          9,
          server.invoke(
              name,
              "purge",
              new Object[] {"PERSISTENT", "app/b", "large"},
              new String[] {text, text, text}));
    } finally {
      server.unregisterMBean(name);
    }
  }

  @Test
  void anUnknownKindIsRefusedWithTheKnownOnes() {
    ClusterException refusal =
        assertThrows(ClusterException.class, () -> bean.purge("DISK", "app/b", "large"));
    assertTrue(refusal.getMessage().contains("[TRANSIENT, PERSISTENT]"), refusal.getMessage());
  }
}
