package org.muleignite.tests.cluster;

import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.cluster.api.CacheSpec;

/** The node that has the primary copy of a queue, and owns it unless the queue has moved. */
public final class QueueHome {

  private QueueHome() {}

  /**
   * @param queue its name in the cluster: with its artifact
   */
  public static boolean isAt(Ignite ignite, boolean persistent, String queue) {
    String cache = CacheSpec.PREFIX + (persistent ? "queue.persistent" : "queue.transient");
    AffinityKey<String> key = new AffinityKey<>("any", queue);
    return ignite.affinity(cache).isPrimary(ignite.cluster().localNode(), key);
  }
}
