package org.muleignite.tests.benchmark.store;

import java.util.List;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.tests.benchmark.member.CapturedServices;

/** Our two base stores, used through the interface by which Mule makes its stores of them. */
public final class OurStores implements Stores {

  private final PartitionableExpirableObjectStore<Value> inMemory;
  private final PartitionableExpirableObjectStore<Value> persistent;

  /**
   * @param services what the modules of this member gave to the application
   */
  public OurStores(CapturedServices services) {
    inMemory = base(services, ObjectStoreManager.BASE_IN_MEMORY_OBJECT_STORE_KEY);
    persistent = base(services, ObjectStoreManager.BASE_PERSISTENT_OBJECT_STORE_KEY);
  }

  @SuppressWarnings("unchecked")
  private static PartitionableExpirableObjectStore<Value> base(
      CapturedServices services, String id) {
    return services.get(id, PartitionableExpirableObjectStore.class);
  }

  @Override
  public Store named(String name) throws ObjectStoreException {
    PartitionableExpirableObjectStore<Value> base =
        name.startsWith(PERSISTENT) ? persistent : inMemory;
    base.open(name);
    return new Partition(base, name);
  }

  private record Partition(PartitionableExpirableObjectStore<Value> base, String name)
      implements Store {

    @Override
    public void store(String key, Value value) throws ObjectStoreException {
      base.store(key, value, name);
    }

    @Override
    public boolean contains(String key) throws ObjectStoreException {
      return base.contains(key, name);
    }

    @Override
    public Value retrieve(String key) throws ObjectStoreException {
      return base.retrieve(key, name);
    }

    @Override
    public Value remove(String key) throws ObjectStoreException {
      return base.remove(key, name);
    }

    @Override
    public List<String> allKeys() throws ObjectStoreException {
      return base.allKeys(name);
    }

    @Override
    public void clear() throws ObjectStoreException {
      base.clear(name);
    }
  }
}
