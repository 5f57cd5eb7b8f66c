package org.muleignite.tests.contract;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.internal.store.PartitionedPersistentObjectStore;
import org.muleignite.tests.artifact.Artifact;

/** Mule's own persistent base store: what the contract demands is what Mule does. */
class ObjectStorePersistentReferenceIT extends ObjectStoreContract {

  @TempDir Path folder;

  private PartitionedPersistentObjectStore<Serializable> store;

  @Override
  protected List<PartitionableExpirableObjectStore<Serializable>> views() throws Exception {
    store =
        new PartitionedPersistentObjectStore<>(
            new Artifact("app").configure("getWorkingDirectory", folder.toString()).context());
    store.open();
    return Collections.singletonList(store);
  }

  /** Its files have the time of the machine. */
  @Override
  protected void elapse(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Awaitility.await("time")
        .atMost(Duration.ofMillis(millis).plusSeconds(20))
        .until(() -> System.nanoTime() > end);
  }
}
