package org.muleignite.queue;

import java.util.List;

/**
 * The items that no application could read, for an operator, as a JMX bean named {@code
 * org.muleignite:type=Queues,name="<clusterName>"}. From any node, for the whole cluster.
 * Thread-safe; everything asks other nodes, blocks for them, and fails with {@link
 * org.muleignite.cluster.api.ClusterException} when they do not answer.
 */
public interface QueuesMXBean {

  /** How many items are set aside. */
  long getSetAsideCount();

  /**
   * The set aside items with id, queue, position, size in bytes and cause, those of persistent
   * queues first, of each kind the latest first. Reads each of them.
   *
   * @param limit how many at most
   */
  List<String> listSetAside(int limit);

  /**
   * Puts an item back before the head of its queue, for another try.
   *
   * @return false when there is no such item, or somebody else is dealing with it
   */
  boolean giveBack(String id) throws InterruptedException;

  /**
   * Removes an item for good.
   *
   * @return false when there is no such item, or somebody else is dealing with it
   */
  boolean remove(String id) throws InterruptedException;
}
