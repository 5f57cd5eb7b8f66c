package org.muleignite.queue;

import java.util.List;

/**
 * The depths of the queues, and the items that no application could read, for an operator, as a JMX
 * bean named {@code org.muleignite:type=Queues,name="<clusterName>"}. From any node, for the whole
 * cluster. Thread-safe; everything asks other nodes and blocks for them. What deals with set aside
 * items fails with {@link org.muleignite.cluster.api.ClusterException} when they do not answer.
 */
public interface QueuesMXBean {

  /**
   * The queues with artifact and name, each with the number of items that may be taken, of those
   * that somebody has taken and may give back, and of waiting consumers, and with its owner; the
   * deepest first. Below them temporary reply queues as a total, and each node that does not say
   * within 5 seconds what it owns, which is left out then.
   *
   * <p>Owners count what they have in memory: a queue that nobody has used since the cluster
   * started, or since its owner changed, is not listed. Nothing is opened or held up by asking.
   *
   * @param limit how many queues at most, from 0 to 1,000
   */
  List<String> list(int limit) throws InterruptedException;

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
