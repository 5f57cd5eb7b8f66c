package org.muleignite.tests.xa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.muleignite.queue.QueueModule;
import org.muleignite.tests.support.TestCluster;

/**
 * A transaction manager moves an order from queue to queue and enters it into a database, and is
 * killed with its node, with SIGKILL, between the phases. Once a manager went through the log:
 * either the order is where it was, at the head, or it was consumed, entered and sent, each once.
 */
class QueueXaKillIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static int cases;
  private static TestCluster cluster;
  private static File transactions;

  /** The node that lives on. */
  private static OrderProcess survivor;

  /** The node with the manager, of which there must be one at a time. */
  private static OrderProcess worker;

  private final String name = "orders-" + ++cases;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.of(0, () -> List.of(new QueueModule()));
    transactions = new File(cluster.storage(0).getParentFile(), "transactions");
    survivor = process(cluster.storage(0)).awaitStart();
    worker = process(cluster.storage(1)).awaitStart();
  }

  @AfterAll
  static void stop() throws Exception {
    if (worker != null) {
      worker.close();
    }
    if (survivor != null) {
      survivor.close();
    }
    cluster.close();
  }

  private static OrderProcess process(File storage) throws IOException {
    return new OrderProcess(cluster.settings(), storage, transactions);
  }

  @ParameterizedTest
  @CsvSource({
    // queue before database, point, branches in doubt of queues and of the database, same node
    "true,  BEFORE_PREPARE, 0, 0, true",
    "true,  AFTER_PREPARE,  1, 0, false",
    "false, AFTER_PREPARE,  1, 1, true",
    "true,  BEFORE_COMMIT,  1, 1, true",
    "true,  AFTER_COMMIT,   0, 1, false",
    "false, BEFORE_COMMIT,  1, 0, false",
  })
  void aManagerFinishesWhatItsPredecessorLeft(
      boolean queueFirst, CrashPoint point, int branches, int databaseBranches, boolean sameNode)
      throws Exception {
    crash(queueFirst, point);
    awaitAnswer(survivor, "queue-in-doubt", branches);
    boolean untouched = point == CrashPoint.BEFORE_PREPARE;
    awaitAnswer(survivor, "waiting " + name, untouched ? "3 from first" : "2 from second");

    OrderProcess dead = worker;
    worker = sameNode ? process(dead.storage()).awaitStart() : survivor;
    boolean decided = point.compareTo(CrashPoint.BEFORE_COMMIT) >= 0;
    boolean entered = decided && databaseBranches == 0;
    awaitAnswer(worker, "queue-in-doubt", branches);
    awaitAnswer(worker, "database-in-doubt", databaseBranches);
    assertEquals(entered ? "first" : "", worker.ask("rows " + name));
    assertEquals(decided ? "1" : "0", worker.ask("unfinished"));
    assertEquals("recovered", worker.ask("recover"));
    if (!sameNode) {
      survivor = process(dead.storage()).awaitStart();
    }
    checkEnd(decided);
  }

  @ParameterizedTest
  @EnumSource(names = {"AFTER_PREPARE", "BEFORE_COMMIT"})
  void aPreparedBranchOutlivesTheWholeCluster(CrashPoint point) throws Exception {
    crash(true, point);
    survivor.kill();
    survivor = process(survivor.storage());
    worker = process(worker.storage()).awaitStart();
    survivor.awaitStart();
    awaitAnswer(survivor, "queue-in-doubt", 1);
    awaitAnswer(worker, "queue-in-doubt", 1);
    awaitAnswer(survivor, "waiting " + name, "2 from second");
    assertEquals("recovered", worker.ask("recover"));
    checkEnd(point == CrashPoint.BEFORE_COMMIT);
  }

  private void crash(boolean queueFirst, CrashPoint point) throws InterruptedException {
    // Before that the death of the other one would be the loss of the only copy.
    awaitAnswer(survivor, "complete", true);
    awaitAnswer(worker, "complete", true);
    assertEquals("filled", survivor.ask("fill " + name));
    String reached = worker.ask("order " + name + ' ' + queueFirst + ' ' + point);
    assertEquals(OrderNode.REACHED, reached);
    worker.kill();
  }

  /** All of it or nothing of it, and nothing is left to decide. */
  private void checkEnd(boolean committed) throws InterruptedException {
    assertEquals("0", survivor.ask("queue-in-doubt"));
    assertEquals("0", worker.ask("queue-in-doubt"));
    assertEquals("0", worker.ask("database-in-doubt"));
    assertEquals("0", worker.ask("unfinished"));
    assertEquals(committed ? "first" : "", worker.ask("rows " + name));
    assertEquals(
        committed ? "second third" : "first second third", survivor.ask("drain-in " + name));
    assertEquals(committed ? "first" : "", survivor.ask("drain-out " + name));
  }

  private static void awaitAnswer(OrderProcess process, String question, Object expected) {
    Awaitility.await("the answer to '" + question + '\'')
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> process.ask(question), String.valueOf(expected)::equals);
  }
}
