package org.muleignite.tests.benchmark.store;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.util.List;

/** Hazelcast's maps with one synchronous backup, one for each store. Thread-safe. */
public final class HazelcastStores implements Stores {

  private final HazelcastInstance hazelcast;

  public HazelcastStores(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  @Override
  public Store named(String name) {
    return new MapStore(hazelcast.getMap(name));
  }

  private record MapStore(IMap<String, Value> map) implements Store {

    @Override
    public void store(String key, Value value) {
      if (map.putIfAbsent(key, value) != null) {
        throw new IllegalStateException("There is a value of " + key + " already");
      }
    }

    @Override
    public boolean contains(String key) {
      return map.containsKey(key);
    }

    @Override
    public Value retrieve(String key) {
      return map.get(key);
    }

    @Override
    public Value remove(String key) {
      return map.remove(key);
    }

    @Override
    public List<String> allKeys() {
      return List.copyOf(map.keySet());
    }

    @Override
    public void clear() {
      map.clear();
    }
  }
}
