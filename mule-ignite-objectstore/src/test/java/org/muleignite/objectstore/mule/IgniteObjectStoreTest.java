package org.muleignite.objectstore.mule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mule.runtime.api.lifecycle.Disposable;
import org.mule.runtime.api.lifecycle.Initialisable;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreNotAvailableException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.objectstore.rules.PartitionId;

class IgniteObjectStoreTest {

  private static final PartitionId PARTITION = new PartitionId("app/a", "p");

  private final IgniteObjectStore store =
      new IgniteObjectStore(
          new ArtifactBinding(
              true,
              () -> {
                throw new AssertionError("no rules are needed");
              },
              (scope, partitions) -> {}));

  @Test
  void muleMustNotDisposeOfItWithOneOfItsPartitions() {
    assertFalse(Disposable.class.isAssignableFrom(IgniteObjectStore.class));
    assertFalse(Initialisable.class.isAssignableFrom(IgniteObjectStore.class));
    assertTrue(store.isPersistent());
  }

  @Test
  void beforeItKnowsItsApplicationItIsNotAvailable() {
    assertThrows(ObjectStoreNotAvailableException.class, () -> store.contains("key", "p"));
    assertThrows(ObjectStoreNotAvailableException.class, () -> store.open("p"));
  }

  @Test
  void errorsOfTheClusterKeepTheirCause() {
    ClusterUnavailableException cause = new ClusterUnavailableException("cut off");
    ObjectStoreException e =
        assertThrows(
            ObjectStoreNotAvailableException.class,
            () ->
                StoreErrors.run(
                    PARTITION,
                    () -> {
                      throw cause;
                    }));
    assertSame(cause, e.getCause());
    assertTrue(e.getMessage().contains("cut off"));
    assertTrue(e.getMessage().contains("'p' of app/a"));
  }
}
