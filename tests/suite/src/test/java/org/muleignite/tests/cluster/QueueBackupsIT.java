package org.muleignite.tests.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.node.DataPlacement;
import org.muleignite.queue.rules.QueueDepth;

/** Some queues have more backups than others, and some have none. */
@Timeout(180)
class QueueBackupsIT {

  private static final int SIZE = 3;
  private static final List<String> KINDS = List.of("safe", "usual", "cheap");
  private static final int QUEUES = 12;
  private static final int MOST_QUEUES = 200;
  private static final int SURVIVOR = 2;

  private List<String> rules = List.of("app/app/safe*=2", "app/app/cheap*=0");
  private int queues;
  private QueueNodes nodes;

  @BeforeEach
  void start() {
    nodes = new QueueNodes(SIZE, settings -> settings.setQueueBackups(rules));
    nodes.cluster().awaitShares();
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queuesSurviveTheLossOfSoManyNodes(boolean persistent) throws Exception {
    fill(persistent);

    nodes.cluster().crash(0);
    nodes.cluster().crash(1);

    QueueManager survivor = manager(SURVIVOR, persistent);
    for (String name : names("safe")) {
      Queue queue = survivor.getQueueSession().getQueue(name);
      assertEquals("alone", queue.poll(0));
      assertEquals("together", queue.poll(0));
      assertEquals(0, queue.size());
    }
    assertTrue(lostPartitions() > 0, "All queues would have survived with the usual number too");
  }

  @Test
  void durableQueuesOfAllNumbersAreThereAgainAfterAStopOfAll() throws Exception {
    fill(true);
    nodes.cluster().stopAll();
    nodes.cluster().startAll();
    checkAll();
  }

  @Test
  void durableQueuesOfAllNumbersServeAgainWhenTheirNodesAreBack() throws Exception {
    fill(true);
    nodes.cluster().crash(0);
    nodes.cluster().crash(1);
    assertTrue(lostPartitions() > 0);
    nodes.cluster().start(0);
    nodes.cluster().start(1);
    await().atMost(Duration.ofSeconds(60)).until(() -> lostPartitions() == 0);
    checkAll();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatHadNoBackupServesAgainOnTheWordOfAnOperator(boolean persistent) throws Exception {
    fill(persistent);
    nodes.cluster().crash(0);
    assertTrue(lostPartitions() > 0);
    String refusal =
        assertThrows(ClusterException.class, () -> placement(SURVIVOR).acceptLoss()).getMessage();
    assertTrue(refusal.contains("only be accepted on the oldest member"), refusal);
    placement(1).acceptLoss();
    assertEquals(0, lostPartitions());

    QueueManager survivor = manager(SURVIVOR, persistent);
    int kept = 0;
    for (String name : names("cheap")) {
      Queue queue = survivor.getQueueSession().getQueue(name);
      kept += queue.size();
      queue.clear();
      queue.put("new");
    }
    assertTrue(kept > 0 && kept < 2 * queues, kept + " items of nodes that live were kept");

    nodes.cluster().start(0);
    await().atMost(Duration.ofSeconds(60)).until(() -> placement(0).baseline().size() == 3);
    QueueManager returned = manager(0, persistent);
    for (String name : names("cheap")) {
      Queue queue = returned.getQueueSession().getQueue(name);
      assertEquals("new", queue.poll(0), name);
      assertEquals(0, queue.size(), name);
    }
    for (String name : names("usual")) {
      assertEquals(2, returned.getQueueSession().getQueue(name).size(), name);
    }
  }

  @Test
  void allNodesHaveTheSameRules() {
    rules = List.of("app/app/safe*=2");
    String refusal =
        assertThrows(ClusterException.class, () -> nodes.cluster().start(3)).getMessage();
    assertTrue(
        refusal.contains("'queueBackups' of the joining node is [app/app/safe*=2]"), refusal);
  }

  /**
   * One item by itself, and one in a transaction over queues of all numbers; so many queues that
   * every node owns some without a backup.
   */
  private void fill(boolean persistent) throws Exception {
    QueueManager manager = manager(0, persistent);
    QueueSession session = manager.getQueueSession();
    for (queues = 0; queues < QUEUES || ownersOfCheap() < SIZE; queues++) {
      assertTrue(queues < MOST_QUEUES, "the queues do not spread over the nodes");
      for (String kind : KINDS) {
        session.getQueue(kind + queues).put("alone");
      }
      session.begin();
      for (String kind : KINDS) {
        session.getQueue(kind + queues).put("together");
      }
      session.commit();
    }
  }

  private long ownersOfCheap() throws InterruptedException {
    return nodes.depths(0).list(3 * MOST_QUEUES).queues().stream()
        .filter(queue -> queue.queue().startsWith("app/app/cheap"))
        .map(QueueDepth::owner)
        .distinct()
        .count();
  }

  private void checkAll() throws Exception {
    QueueManager manager = manager(0, true);
    for (String kind : KINDS) {
      for (String name : names(kind)) {
        Queue queue = manager.getQueueSession().getQueue(name);
        assertEquals("alone", queue.poll(0), name);
        assertEquals("together", queue.poll(0), name);
      }
    }
  }

  private QueueManager manager(int node, boolean persistent) {
    QueueManager manager = nodes.deploy(node, "app");
    manager.setDefaultQueueConfiguration(new DefaultQueueConfiguration(0, persistent));
    return manager;
  }

  private List<String> names(String kind) {
    return IntStream.range(0, queues).mapToObj(i -> kind + i).toList();
  }

  private int lostPartitions() {
    return placement(SURVIVOR).partitionsWithoutCopy();
  }

  private DataPlacement placement(int node) {
    return nodes.cluster().member(node).placement();
  }
}
