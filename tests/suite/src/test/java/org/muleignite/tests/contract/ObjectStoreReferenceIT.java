package org.muleignite.tests.contract;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.mule.runtime.core.internal.store.PartitionedInMemoryObjectStore;

/** Mule's own in-memory base store: what the contract demands is what Mule does. */
class ObjectStoreReferenceIT extends ObjectStoreContract {

  private long elapsedNanos;

  private final PartitionedInMemoryObjectStore<Serializable> store =
      new PartitionedInMemoryObjectStore<>() {
        @Override
        protected long getCurrentNanoTime() {
          return System.nanoTime() + elapsedNanos;
        }
      };

  @Override
  protected List<PartitionableExpirableObjectStore<Serializable>> views() {
    return Collections.singletonList(store);
  }

  @Override
  protected void elapse(long millis) {
    elapsedNanos += millis * 1_000_000;
  }
}
