package org.muleignite.tests.benchmark.lock;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.cp.lock.FencedLock;
import com.hazelcast.map.IMap;
import java.util.function.Function;
import org.muleignite.tests.benchmark.fleet.Place;

/** Both kinds of locks of Hazelcast's. Thread-safe. */
public final class HazelcastLocks implements Locks {

  private final HazelcastInstance hazelcast;
  private final Function<String, Mutex> locks;

  private HazelcastLocks(HazelcastInstance hazelcast, Function<String, Mutex> locks) {
    this.hazelcast = hazelcast;
    this.locks = locks;
  }

  /** Of the keys of a map with one synchronous backup. */
  public static Locks ofMap(HazelcastInstance hazelcast) {
    IMap<String, Object> map = hazelcast.getMap("locks");
    return new HazelcastLocks(hazelcast, key -> new KeyLock(map, key));
  }

  /**
   * Of the CP subsystem without a configuration, which would need three members: so each is kept by
   * the partition of its name, and replicated as a map is.
   */
  public static Locks fenced(HazelcastInstance hazelcast) {
    return new HazelcastLocks(
        hazelcast, name -> new NamedLock(hazelcast.getCPSubsystem().getLock(name)));
  }

  @Override
  public Place ownerOf(String id) {
    Member owner = hazelcast.getPartitionService().getPartition(id).getOwner();
    return Place.of(owner != null && owner.localMember());
  }

  @Override
  public Mutex mutex(String id) {
    return locks.apply(id);
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

  private record NamedLock(FencedLock fenced) implements Mutex {

    @Override
    public void lock() {
      fenced.lock();
    }

    @Override
    public void unlock() {
      fenced.unlock();
    }
  }
}
