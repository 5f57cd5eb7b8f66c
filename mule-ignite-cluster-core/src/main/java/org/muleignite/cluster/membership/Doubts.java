package org.muleignite.cluster.membership;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.ignite.cluster.ClusterNode;
import org.muleignite.cluster.api.ClusterThreads;

/**
 * Who was dropped from the view after a silence, and may have dropped this node instead: if it was
 * this node that was silent, the other one lives and still listens. Thread-safe, never blocks; a
 * thread of its own looks after each.
 */
final class Doubts {

  private final Predicate<ClusterNode> listens;
  private final Runnable dropped;
  private final Set<UUID> nodes = ConcurrentHashMap.newKeySet();

  /**
   * @param listens may block
   * @param dropped what to do when it was this node that was silent
   */
  Doubts(Predicate<ClusterNode> listens, Runnable dropped) {
    this.listens = listens;
    this.dropped = dropped;
  }

  boolean areNone() {
    return nodes.isEmpty();
  }

  void lookAfter(ClusterNode node) {
    nodes.add(node.id());
    ClusterThreads.factory("doubt")
        .newThread(
            () -> {
              if (listens.test(node)) {
                dropped.run();
              }
              nodes.remove(node.id());
            })
        .start();
  }
}
