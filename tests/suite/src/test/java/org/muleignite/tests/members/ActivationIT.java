package org.muleignite.tests.members;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.tests.members.DataNodes.Start;

/** Whichever nodes come back, and in which order: the newest data, or a clear wait. */
class ActivationIT {

  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  @Test
  void allNodesInEveryOrderBringTheNewestData() throws Exception {
    try (DataNodes nodes = new DataNodes(settings -> settings.setClusterSize(3))) {
      nodes.start(0, 1, 2);
      for (int[] order : ORDERS) {
        // The first to come back has missed the newest data.
        nodes.write(order[0], "old");
        nodes.stop(order[0]);
        String newest = "newest before " + order[0] + order[1] + order[2];
        nodes.write(order[1], newest);
        nodes.crash(order[1], order[2]);
        startInTurn(nodes, order);
        nodes.assertHolds(newest);
      }
    }
  }

  @Test
  void aNodeThatTheOthersWentOnWithoutGivesWayToThem() throws Exception {
    try (DataNodes nodes =
        new DataNodes(
            settings -> {
              settings.setClusterSize(3);
              settings.setDepartedNodeSeconds(1);
            })) {
      nodes.start(0, 1, 2);
      nodes.write(0, "old");
      nodes.stop(2);
      nodes.awaitBaseline(0, 2);
      nodes.write(0, "newest");
      nodes.crash(0, 1);
      startInTurn(nodes, 2, 1, 0);
      nodes.assertHolds("newest");
      nodes.awaitBaseline(0, 3);
    }
  }

  private static void startInTurn(DataNodes nodes, int... order) throws Exception {
    List<Start> starts = new ArrayList<>();
    for (int node : order) {
      Start start = nodes.begin(node);
      start.awaitEngine();
      starts.add(start);
    }
    for (Start start : starts) {
      nodes.await(start);
    }
  }

  @Test
  void aMissingNodeIsWaitedForByNameUntilAnOperatorGivesItUp() throws Exception {
    int[] timeout = {60};
    try (DataNodes nodes =
        new DataNodes(
            settings -> {
              settings.setClusterSize(3);
              settings.setStartTimeoutSeconds(timeout[0]);
            })) {
      nodes.start(0, 1, 2);
      nodes.write(0, "newest");
      String lost =
          String.valueOf(nodes.member(2).context().ignite().cluster().localNode().consistentId());
      nodes.crash(0, 1, 2);
      nodes.wipe(2);

      Start patient = nodes.begin(1);
      patient.awaitEngine();
      timeout[0] = 12;
      String refusal = refusalOf(nodes, nodes.begin(0));
      assertTrue(refusal.contains("[" + lost + "] may hold newer data"), refusal);
      assertTrue(refusal.contains("startTimeoutSeconds"), refusal);

      timeout[0] = 60;
      Start again = nodes.begin(0);
      Start fresh = nodes.begin(2);
      again.awaitEngine();
      await("the others")
          .atMost(DataNodes.PATIENCE)
          .until(() -> again.member().context().membership().members().size() == 3);
      again.member().placement().activate();
      nodes.await(again);
      nodes.await(patient);
      nodes.await(fresh);
      nodes.assertHolds("newest");
      nodes.awaitBaseline(0, 3);
    }
  }

  /** It knows its name and nothing else, so it must not take the lead, however early it comes. */
  @Test
  void aNodeWithAWipedDiskIsFilledByTheOthersInWhateverOrderTheyCome() throws Exception {
    try (DataNodes nodes = new DataNodes(settings -> settings.setClusterSize(3))) {
      nodes.start(0, 1, 2);
      for (int[] order : new int[][] {{2, 0, 1}, {0, 1, 2}}) {
        String newest = "newest before " + order[0] + order[1] + order[2];
        nodes.write(0, newest);
        nodes.crash(0, 1, 2);
        nodes.wipeData(2);
        startInTurn(nodes, order);
        nodes.assertHolds(newest);
        nodes.awaitCopies(2);
        nodes.awaitNothingLost(0);
      }
      nodes.crash(0);
      nodes.assertHolds("newest before 012");
    }
  }

  /**
   * Two clusters cannot become one; who has the data keeps it, and is told what to do. Ignite
   * refuses in other words where the data was placed as often in both.
   *
   * @param firstSize for how many nodes the very first start waited
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aNodeIsNotTakenInByOneThatBeganAnewAloneWithAnEmptyDisk(int firstSize) throws Exception {
    int[] timeout = {60};
    int[] size = {firstSize};
    try (DataNodes nodes =
        new DataNodes(
            settings -> {
              settings.setStartTimeoutSeconds(timeout[0]);
              settings.setClusterSize(size[0]);
            })) {
      if (firstSize == 1) {
        nodes.start(0);
        nodes.start(1);
      } else {
        nodes.start(0, 1);
      }
      size[0] = 1;
      nodes.write(0, "value");
      nodes.crash(0, 1);
      nodes.wipe(0);
      nodes.start(0);
      nodes.write(0, "of another cluster");
      timeout[0] = 10;
      String refusal = refusalOf(nodes, nodes.begin(1));
      assertTrue(refusal.contains("stop them, start this node, then them"), refusal);
      nodes.stop(0);
      timeout[0] = 60;
      Start again = nodes.begin(1);
      again.awaitEngine();
      again.member().placement().activate();
      nodes.await(again);
      nodes.assertHolds("value");
    }
  }

  private static String refusalOf(DataNodes nodes, Start start) {
    ExecutionException failure = assertThrows(ExecutionException.class, () -> nodes.await(start));
    return assertInstanceOf(ClusterException.class, failure.getCause()).getMessage();
  }

  @Test
  void nodesThatAreFirstStartedAtOnceCanEachBeStartedAgain() throws Exception {
    try (DataNodes nodes = new DataNodes(settings -> {})) {
      nodes.start(0, 1, 2);
      nodes.write(0, "value");
      for (int node = 0; node < 3; node++) {
        nodes.crash(node);
        nodes.start(node);
      }
      nodes.assertHolds("value");
    }
  }

  @Test
  void partitionsThatWereLostAreServedByTheirCompleteCopies() throws Exception {
    try (DataNodes nodes = new DataNodes(settings -> {})) {
      nodes.start(0, 1, 2);
      nodes.write(0, "value");
      nodes.crash(1, 2);
      nodes.wipeData(2);
      nodes.start(2);
      nodes.start(1);
      nodes.awaitNothingLost(0);
      nodes.assertHolds("value");
    }
  }

  @Test
  void aNewNodeTakesThePlaceOfADeadOne() throws Exception {
    try (DataNodes nodes = new DataNodes(settings -> {})) {
      nodes.start(0, 1);
      nodes.start(2);
      nodes.write(0, "value");
      nodes.crash(2);
      nodes.start(3);
      nodes.awaitBaseline(0, 3);
      assertTrue(
          nodes.member(0).placement().baseline().contains(idOf(nodes, 3)), "the new one is in");
      nodes.awaitCopies(2);
      nodes.crash(3);
      assertEquals(0, nodes.member(0).placement().partitionsWithoutCopy());
      nodes.assertHolds("value");
    }
  }

  private static String idOf(DataNodes nodes, int node) {
    return String.valueOf(
        nodes.member(node).context().ignite().cluster().localNode().consistentId());
  }
}
