package org.muleignite.tests.cluster;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.contract.QueueViews.await;
import static org.muleignite.tests.contract.QueueViews.drain;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.transaction.xa.ResourceManagerException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/** What is left of claims, puts and waits when a node goes, in one JVM. */
class QueueFailureIT {

  private static final int LIMIT_SECONDS = 60;

  /** Enough queues that each node owns some. */
  private static final int QUEUES = 8;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String prefix = "queue-" + UUID.randomUUID() + "-";
  private QueueNodes nodes;
  private QueueManager survivor;
  private QueueManager victim;

  @BeforeEach
  void start() {
    nodes = new QueueNodes(3);
    survivor = nodes.deploy(0, "app");
    victim = nodes.deploy(2, "app");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  private Queue queue(QueueManager manager, int number, boolean persistent) {
    return queue(manager, manager.getQueueSession(), number, persistent);
  }

  private Queue queue(QueueManager manager, QueueSession session, int number, boolean persistent) {
    manager.setQueueConfiguration(prefix + number, new DefaultQueueConfiguration(0, persistent));
    return session.getQueue(prefix + number);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatADeadNodeHadTakenIsBackInOrder(boolean persistent) throws Exception {
    for (int q = 0; q < QUEUES; q++) {
      for (int i = 0; i < 5; i++) {
        queue(survivor, q, persistent).put(i);
      }
    }
    QueueSession session = victim.getQueueSession();
    session.begin();
    for (int q = 0; q < QUEUES; q++) {
      Queue inside = queue(victim, session, q, persistent);
      assertEquals(0, inside.take());
      assertEquals(1, inside.take());
      inside.put("never committed");
    }
    nodes.cluster().crash(2);
    for (int q = 0; q < QUEUES; q++) {
      Queue queue = queue(survivor, q, persistent);
      await("the claims of the dead node", () -> queue.size() == 5);
      assertEquals(asList(0, 1, 2, 3, 4), drain(queue));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatALivingNodeHoldsSurvivesTheOwner(boolean persistent) throws Exception {
    QueueSession session = survivor.getQueueSession();
    for (int q = 0; q < QUEUES; q++) {
      queue(survivor, q, persistent).put("one");
      queue(survivor, q, persistent).put("two");
    }
    session.begin();
    for (int q = 0; q < QUEUES; q++) {
      Queue inside = queue(survivor, session, q, persistent);
      assertEquals("one", inside.take());
      inside.put("three");
    }
    nodes.cluster().crash(2);
    QueueManager other = nodes.deploy(1, "app");
    for (int q = 0; q < QUEUES; q++) {
      assertEquals(1, queue(other, q, persistent).size(), "the claim holds in queue " + q);
    }
    session.commit();
    for (int q = 0; q < QUEUES; q++) {
      assertEquals(asList("two", "three"), drain(queue(other, q, persistent)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWaitsIsServedByTheNextOwner(boolean persistent) throws Exception {
    List<Future<Serializable>> waiting = new ArrayList<>();
    for (int q = 0; q < QUEUES; q++) {
      Queue queue = queue(survivor, q, persistent);
      assertEquals(0, queue.size());
      waiting.add(threads.submit(queue::take));
    }
    nodes.cluster().crash(2);
    QueueManager other = nodes.deploy(1, "app");
    for (int q = 0; q < QUEUES; q++) {
      queue(other, q, persistent).put("item " + q);
    }
    for (int q = 0; q < QUEUES; q++) {
      assertEquals("item " + q, waiting.get(q).get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWaitsIsServedWhenANodeJoins(boolean persistent) throws Exception {
    List<Future<Serializable>> waiting = new ArrayList<>();
    for (int q = 0; q < QUEUES; q++) {
      Queue queue = queue(survivor, q, persistent);
      assertEquals(0, queue.size());
      waiting.add(threads.submit(queue::take));
    }
    nodes.cluster().start(3);
    QueueManager joined = nodes.deploy(3, "app");
    for (int q = 0; q < QUEUES; q++) {
      queue(joined, q, persistent).put("item " + q);
    }
    for (int q = 0; q < QUEUES; q++) {
      assertEquals("item " + q, waiting.get(q).get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPreparedBranchOutlivesItsNode(boolean persistent) throws Exception {
    for (int q = 0; q < QUEUES; q++) {
      queue(survivor, q, persistent).put("one");
      queue(survivor, q, persistent).put("two");
    }
    Xid committed = new QueueTestXid(1);
    Xid rolledBack = new QueueTestXid(2);
    prepare(committed, 0, persistent);
    prepare(rolledBack, QUEUES / 2, persistent);

    XAResource recovery = survivor.getQueueSession();
    assertEquals(0, recovery.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN).length);
    nodes.cluster().crash(2);
    await(
        "the branches of the dead node",
        () -> recovery.recover(XAResource.TMSTARTRSCAN).length == 2);
    for (int q = 0; q < QUEUES; q++) {
      Queue queue = queue(survivor, q, persistent);
      // Nothing is handed out until it is known what the dead node held.
      Serializable next = queue.poll(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
      assertEquals("two", next, "undecided: the claim holds in queue " + q);
      assertNull(queue.poll(0));
    }

    recovery.commit(committed, false);
    recovery.rollback(rolledBack);
    assertEquals(0, recovery.recover(XAResource.TMSTARTRSCAN).length);
    assertEquals(
        XAException.XAER_NOTA,
        assertThrows(XAException.class, () -> recovery.commit(committed, false)).errorCode);
    for (int q = 0; q < QUEUES; q++) {
      assertEquals(asList(q < QUEUES / 2 ? "put" : "one"), drain(queue(survivor, q, persistent)));
    }
  }

  private void prepare(Xid xid, int from, boolean persistent) throws Exception {
    QueueSession session = victim.getQueueSession();
    session.start(xid, XAResource.TMNOFLAGS);
    for (int q = from; q < from + QUEUES / 2; q++) {
      Queue inside = queue(victim, session, q, persistent);
      assertEquals("one", inside.take());
      inside.put("put");
    }
    session.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, session.prepare(xid));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNodeThatIsGoneCannotCommit(boolean persistent) throws Exception {
    queue(survivor, 0, persistent).put("one");
    QueueSession session = victim.getQueueSession();
    session.begin();
    assertEquals("one", queue(victim, session, 0, persistent).take());
    nodes.cluster().crash(2);
    assertThrows(ResourceManagerException.class, session::commit);
    Queue queue = queue(survivor, 0, persistent);
    await("the claim of the dead node", () -> queue.size() == 1);
    assertTrue(drain(queue).contains("one"));
  }
}
