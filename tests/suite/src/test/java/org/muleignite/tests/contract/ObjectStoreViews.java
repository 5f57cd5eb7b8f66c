package org.muleignite.tests.contract;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;

/** One store as each node sees it. */
public abstract class ObjectStoreViews {

  protected final String partition = "partition-" + UUID.randomUUID();
  protected List<PartitionableExpirableObjectStore<Serializable>> views;

  /** The store under test as each node sees it; at least one. */
  protected abstract List<PartitionableExpirableObjectStore<Serializable>> views() throws Exception;

  /** Milliseconds pass on the clock of the store, at least. */
  protected abstract void elapse(long millis) throws Exception;

  @BeforeEach
  void openEverywhere() throws Exception {
    views = views();
    for (PartitionableExpirableObjectStore<Serializable> view : views) {
      view.open(partition);
    }
  }

  protected PartitionableExpirableObjectStore<Serializable> first() {
    return views.get(0);
  }

  protected PartitionableExpirableObjectStore<Serializable> last() {
    return views.get(views.size() - 1);
  }

  protected void store(int count) throws Exception {
    store(0, count);
  }

  protected void store(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      views.get(i % views.size()).store("key " + i, i, partition);
    }
  }

  protected static Set<String> keys(int from, int to) {
    Set<String> keys = new HashSet<>();
    for (int i = from; i < to; i++) {
      keys.add("key " + i);
    }
    return keys;
  }
}
