package org.muleignite.tests.benchmark.lock;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import org.muleignite.tests.benchmark.fleet.Place;

/**
 * The locks of the keys of a map of Hazelcast's, with one synchronous backup. Its other lock,
 * {@code FencedLock}, is part of the CP subsystem, which needs a license since version 5.5.
 * Thread-safe.
 */
public final class HazelcastLocks implements Locks {

  private final HazelcastInstance hazelcast;
  private final IMap<String, Object> map;

  public HazelcastLocks(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
    this.map = hazelcast.getMap("locks");
  }

  @Override
  public Place ownerOf(String id) {
    Member owner = hazelcast.getPartitionService().getPartition(id).getOwner();
    return Place.of(owner != null && owner.localMember());
  }

  @Override
  public Mutex mutex(String id) {
    return new KeyLock(map, id);
  }

  private record KeyLock(IMap<String, Object> map, String key) implements Mutex {

    @Override
    public void lock() {
      map.lock(key);
    }

    @Override
    public void unlock() {
      map.unlock(key);
    }
  }
}
