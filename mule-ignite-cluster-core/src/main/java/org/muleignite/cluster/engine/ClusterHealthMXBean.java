package org.muleignite.cluster.engine;

import java.util.List;
import java.util.Map;

/**
 * The state of this node and its cluster, and what an operator may decide, as a JMX bean named
 * {@code org.muleignite:type=Cluster,name="<clusterName>"}. Thread-safe. Reading {@link
 * #getEntries} and {@link #getLocksHeld}, and the operations, ask other nodes and block for them;
 * the rest answers at once from what this node knows.
 */
public interface ClusterHealthMXBean {

  /** A {@link NodeState} by its name. */
  String getState();

  /** The setting of that name. */
  String getClusterName();

  /** The number of this node; 0 until it is given one. */
  int getNodeNumber();

  /** The ids of the members, oldest first; empty while this node is none. */
  List<String> getMembers();

  /** Whether this node is the primary. */
  boolean isPrimary();

  /** The stable ids of the nodes that data is placed on. */
  List<String> getBaseline();

  /** How many partitions have no live copy: what lies in them cannot be used. */
  int getPartitionsWithoutCopy();

  /** How many entries each cache of queues and stores has in the whole cluster. */
  Map<String, Long> getEntries();

  /** All locks that are held in the cluster, with holder, time and number of waiting threads. */
  List<String> getLocksHeld();

  /**
   * Frees a lock whose holder will not unlock it any more. If the holder still works, two threads
   * work on what the lock guards.
   *
   * @param id as {@link #getLocksHeld} shows it
   * @return whether anybody held it
   */
  boolean releaseLock(String id);

  /**
   * Lets a cluster that waits for nodes serve without them, and gives up what only they have. Only
   * for nodes that are gone for good.
   */
  void activateWithoutMissingNodes();

  /**
   * Lets partitions without a live copy serve again, and gives up what only the missing copies
   * have; the nodes that are away are filled anew when they come back. On the oldest member only.
   */
  void acceptLoss();
}
