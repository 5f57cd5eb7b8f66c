package org.muleignite.objectstore;

import java.util.List;

/**
 * The partitions of all object stores, for an operator, as a JMX bean named {@code
 * org.muleignite:type=ObjectStores,name="<clusterName>"}. From any node, for the whole cluster.
 * Thread-safe; both block for other nodes, and fail with {@link
 * org.muleignite.cluster.api.ClusterException} when they do not answer.
 */
public interface ObjectStoresMXBean {

  /**
   * The partitions with entries, each with its kind, artifact, name and number of entries, and
   * whether a member has it open; those with most entries first. Reads the keys of all entries.
   *
   * @param limit how many at most
   */
  List<String> list(int limit);

  /**
   * Removes all that is in a partition which no member has open.
   *
   * @param kind {@code TRANSIENT} or {@code PERSISTENT}
   * @param artifact as {@link #list} shows it
   * @param name as {@link #list} shows it
   * @return how many entries were removed
   */
  int purge(String kind, String artifact, String name);
}
