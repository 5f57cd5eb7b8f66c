package org.muleignite.tests.process;

import java.util.Set;
import java.util.TreeSet;
import javax.cache.CacheException;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CachePeekMode;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.engine.ClusterMember;

/** Changes a durable cache behind the back of the services, and looks at the copies of a node. */
final class MemberCopies {

  static final CacheSpec CACHE = CacheSpec.persistent("test");

  private static final int KEYS = 200;

  private MemberCopies() {}

  /** Gives every key the value, of which this node has a copy that takes it. */
  static void put(ClusterMember member, String value) {
    IgniteCache<Integer, String> cache = cache(member);
    for (int key = 0; key < KEYS; key++) {
      try {
        cache.put(key, value);
      } catch (CacheException e) {
        // Both copies are on the nodes that this one does not reach.
        System.out.println(key + " was not put: " + e.getMessage());
      }
    }
  }

  /** The values that are in the copies of this node. */
  static Set<String> values(ClusterMember member) {
    IgniteCache<Integer, String> cache = cache(member);
    Set<String> values = new TreeSet<>();
    for (int key = 0; key < KEYS; key++) {
      String value = cache.localPeek(key, CachePeekMode.PRIMARY, CachePeekMode.BACKUP);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static IgniteCache<Integer, String> cache(ClusterMember member) {
    return member.context().ignite().cache(CACHE.name());
  }
}
