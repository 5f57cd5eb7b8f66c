package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three JVMs on hosts of their own, whose network really fails: the smaller part refuses, there is
 * never a second primary, nothing acknowledged is lost, and after healing everything serves again
 * without anybody's help.
 */
class PartitionKillIT {

  private static final int ROUNDS = Integer.getInteger("partition.kill.rounds", 1);
  private static final List<Integer> ALL = List.of(0, 1, 2);

  @TempDir private Path folder;

  private MemberNetwork network;
  private MemberCluster cluster;

  @BeforeEach
  void connect() throws Exception {
    try {
      network = new MemberNetwork(MemberCluster.SIZE);
    } catch (IOException e) {
      MachineNeeds.lack("no network namespaces here: " + e.getMessage());
    }
    cluster = new MemberCluster(folder, network);
    cluster.startAll();
  }

  @AfterEach
  void disconnect() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  void aCutPrimaryGivesUpAndTheOthersGoOn() throws Exception {
    int primary = cluster.primaries(List.of(0, 1, 2)).get(0);
    List<Integer> others = List.of((primary + 1) % 3, (primary + 2) % 3);
    network.part(List.of(primary), others);
    cluster.awaitRefuses(primary);
    cluster.awaitServe(others);
    cluster.awaitPrimaryAmong(others);
    cluster.awaitRefuses(primary);
    assertEquals(List.of(), cluster.primaries(List.of(primary)));
    // As changes would that were under way; two of them count for more than the one that is kept.
    cluster.jvm(primary).ask(MemberWorker.PUT + "lost");
    cluster.jvm(primary).ask(MemberWorker.PUT + "lost too");
    cluster.jvm(others.get(0)).ask(MemberWorker.PUT + "kept");
    network.heal();
    cluster.awaitAllServe();
    for (int node : ALL) {
      assertEquals("[kept]", cluster.jvm(node).ask(MemberWorker.VALUES), "copies of " + node);
    }

    oneWayLoss();
    cluster.check(0);
  }

  private void oneWayLoss() throws Exception {
    network.cut(2, 1);
    cluster.awaitSomeRefusal();
    network.heal();
    cluster.awaitAllServe();
  }

  @Test
  void nodesThatAreAllCutFromEachOtherJustAfterOneCameBackLoseNothing() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      int primary = cluster.primaries(ALL).get(0);
      List<Integer> others = List.of((primary + 1) % 3, (primary + 2) % 3);
      network.part(List.of(primary), others);
      cluster.awaitServe(others);
      cluster.awaitRefuses(primary);
      network.heal();
      cluster.awaitAllServe();
      everybodyAlone();
    }
    cluster.check(0);
  }

  private void everybodyAlone() throws Exception {
    network.part(List.of(0), List.of(1, 2));
    network.part(List.of(1), List.of(2));
    for (int node : ALL) {
      cluster.awaitRefuses(node);
    }
    assertTrue(cluster.primaries(ALL).isEmpty(), "a primary without a quorum");
    network.heal();
    cluster.awaitAllServe();
  }
}
