package org.muleignite.tests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.ObjectStoreModule;
import org.muleignite.queue.QueueModule;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.support.TestCluster;

/** A cluster that grows and shrinks at work, in one JVM. */
class ScaleIT {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  /** Steps of each part of the load between two changes. */
  private static final int MORE = 10;

  private final TestCluster cluster =
      new TestCluster(
          () -> List.of(new ObjectStoreModule(), new QueueModule()),
          settings -> {
            settings.setDepartedNodeSeconds(3);
            // A machine that is slow for a moment is not what this is about.
            settings.setLeaseMillis(5_000);
            settings.setShutdownWaitSeconds((int) LIMIT.toSeconds());
          });
  private final ScaleLedger ledger = new ScaleLedger();
  private final Map<Integer, ScaleLoad> loads = new TreeMap<>();
  private int incarnations;

  @AfterEach
  void stop() {
    loads.values().forEach(ScaleLoad::leaves);
    cluster.close();
  }

  /** Whether a node waits for copies before it leaves is shown elsewhere: here there is time. */
  @Test
  void nothingIsLostOrRefusedWhileOneNodeBecomesThreeThenTwoAndEachOfThemIsRestarted()
      throws Exception {
    join(0);
    join(1);
    join(2);
    awaitBaseline(3);
    awaitPrimary(0);
    leave(0);
    awaitPrimary(1);
    awaitBaseline(2);
    awaitMore();
    leave(1);
    join(1);
    leave(2);
    join(2);
    finish();
  }

  private void join(int node) {
    ClusterMember member = cluster.start(node);
    loads.put(node, new ScaleLoad("node " + node + "." + incarnations++, member, ledger));
    awaitMore();
  }

  private void leave(int node) {
    ScaleLoad load = loads.remove(node);
    load.leaves();
    cluster.stop(node);
    load.awaitRefused();
    awaitMore();
  }

  private void awaitMore() {
    loads.values().forEach(load -> load.awaitMore(MORE));
    ledger.assertNothingRefused();
  }

  private void awaitBaseline(int size) {
    await("baseline of " + size)
        .atMost(LIMIT)
        .until(
            () ->
                cluster.running().stream()
                    .allMatch(member -> member.placement().baseline().size() == size));
  }

  private void awaitPrimary(int node) {
    await("primary " + node).atMost(LIMIT).until(() -> cluster.member(node).primary().isPrimary());
  }

  private void finish() throws Exception {
    loads.values().forEach(ScaleLoad::endProducers);
    QueueManager manager = new Artifact(KillLayout.APP).queues(cluster.member(1));
    for (KillLayout queue : ScaleLedger.QUEUES) {
      await("the rest of " + queue.name())
          .atMost(LIMIT)
          .until(
              () -> ledger.isBroken() || queue.in(manager, manager.getQueueSession()).size() == 0);
    }
    loads.values().forEach(ScaleLoad::endMovers);
    ledger.assertNothingRefused();
    for (ClusterMember member : cluster.running()) {
      assertEquals(0, member.placement().partitionsWithoutCopy());
      ledger.assertKept(member);
    }
    ledger.assertMovedOnce(cluster.member(2));
  }
}
