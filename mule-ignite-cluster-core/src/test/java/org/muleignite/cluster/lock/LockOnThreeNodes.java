package org.muleignite.cluster.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A lock on a cluster of three nodes in memory, the first its owner, and two threads. */
abstract class LockOnThreeNodes {

  final FakeCluster cluster = FakeCluster.of(3);
  final FakeNode a = cluster.nodes().get(0);
  final FakeNode b = cluster.nodes().get(1);
  final FakeNode c = cluster.nodes().get(2);
  final String id = cluster.idOwnedBy(a);
  Worker one;
  Worker two;

  @BeforeEach
  void workers() throws Exception {
    one = new Worker();
    two = new Worker();
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    cluster.close();
  }

  void assertNoTrace() {
    assertEquals(0, traces(), "ids that a node keeps something about");
  }

  void awaitNoTrace() throws Exception {
    Within.limit("no trace of any id", () -> traces() == 0);
  }

  private int traces() {
    return cluster.nodes().stream().mapToInt(node -> node.locks.trackedIds()).sum();
  }
}
