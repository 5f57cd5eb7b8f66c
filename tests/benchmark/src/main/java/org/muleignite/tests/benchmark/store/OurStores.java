package org.muleignite.tests.benchmark.store;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.tests.benchmark.member.CapturedServices;

/**
 * Our two base stores, used through the interface by which Mule makes its stores of them. The
 * entries of a store lie in a few shards; so each store gets a name by which this member has its
 * fair share of them, or else its speed would be a matter of luck. Thread-safe.
 */
public final class OurStores implements Stores {

  /** As the module's key layout has it; a wrong number would only make the share less fair. */
  private static final int SHARDS = 4;

  private final PartitionableExpirableObjectStore<Value> inMemory;
  private final PartitionableExpirableObjectStore<Value> persistent;
  private final Ignite ignite;

  /**
   * @param services what the modules of this member gave to the application
   */
  public OurStores(Ignite ignite, CapturedServices services) {
    this.ignite = ignite;
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
    boolean isPersistent = name.startsWith(PERSISTENT);
    PartitionableExpirableObjectStore<Value> base = isPersistent ? persistent : inMemory;
    String placed = place(name, isPersistent ? StoreKind.PERSISTENT : StoreKind.TRANSIENT);
    base.open(placed);
    return new Partition(base, placed);
  }

  /** Always the same while the members are. */
  private String place(String name, StoreKind kind) {
    long share = Math.max(1, SHARDS / ignite.cluster().nodes().size());
    return IntStream.range(0, Integer.MAX_VALUE)
        .mapToObj(i -> name + '~' + i)
        .filter(candidate -> shardsHere(candidate, kind) == share)
        .findFirst()
        .orElseThrow();
  }

  private long shardsHere(String name, StoreKind kind) {
    Affinity<Object> affinity = ignite.affinity(kind.cache().name());
    String partition = new PartitionId(CapturedServices.scope(), name).encoded();
    return IntStream.range(0, SHARDS)
        .filter(shard -> affinity.mapKeyToNode(new AffinityKey<>("", partition + shard)).isLocal())
        .count();
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
