package org.muleignite.tests.xa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.tests.cluster.QueueNodes;
import org.muleignite.tests.cluster.QueueTestXid;

/** Branches whose transaction manager takes too long. */
class QueueXaTimeoutIT {

  private static final AtomicInteger NUMBERS = new AtomicInteger(2_000);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** More than the engine has workers. */
  private static final int BLOCKED = 6;

  private static QueueNodes nodes;
  private static QueueManager manager;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String name = "queue-" + UUID.randomUUID();
  private final QueueSession session = impatient();

  @BeforeAll
  static void start() {
    nodes = new QueueNodes(1);
    manager = nodes.deploy(0, "app");
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private static QueueSession impatient() {
    QueueSession session = manager.getQueueSession();
    try {
      assertTrue(session.setTransactionTimeout(1));
    } catch (XAException e) {
      throw new IllegalStateException(e);
    }
    return session;
  }

  private static Xid xid() {
    return new QueueTestXid(NUMBERS.incrementAndGet());
  }

  private Queue outside() {
    return manager.getQueueSession().getQueue(name);
  }

  private static void assertCode(int expected, Executable call) {
    assertEquals(expected, assertThrows(XAException.class, call).errorCode);
  }

  private void awaitSize(int size) {
    Awaitility.await("the timeout of a branch").atMost(LIMIT).until(() -> outside().size() == size);
  }

  @Test
  void aSuspendedBranchTimesOut() throws Exception {
    Xid xid = xid();
    outside().put("one");
    session.start(xid, XAResource.TMNOFLAGS);
    assertEquals("one", session.getQueue(name).take());
    session.end(xid, XAResource.TMSUSPEND);
    awaitSize(1);
    assertCode(XAException.XA_RBTIMEOUT, () -> session.start(xid, XAResource.TMRESUME));
    assertCode(
        XAException.XA_RBTIMEOUT, () -> manager.getQueueSession().start(xid, XAResource.TMJOIN));
    session.rollback(xid);
    assertEquals(1, outside().size());
    assertCode(XAException.XAER_NOTA, () -> session.rollback(xid));
  }

  @Test
  void aPreparedBranchHasAllTheTime() throws Exception {
    Xid prepared = xid();
    outside().put("one");
    session.start(prepared, XAResource.TMNOFLAGS);
    assertEquals("one", session.getQueue(name).take());
    session.end(prepared, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, session.prepare(prepared));
    outside().put("two");
    session.start(xid(), XAResource.TMNOFLAGS);
    assertEquals("two", session.getQueue(name).take());
    awaitSize(1);
    session.commit(prepared, false);
    assertEquals("two", outside().poll(0));
  }

  @Test
  void noTimeoutIsSetWithZero() throws Exception {
    assertEquals(1, session.getTransactionTimeout());
    assertTrue(session.setTransactionTimeout(0));
    assertEquals(0, session.getTransactionTimeout());
  }

  @Test
  void blockedBranchesThatTimeOutHoldUpNobodyElse() throws Exception {
    outside().put("one");
    List<Future<?>> blocked = new ArrayList<>();
    for (int i = 0; i < BLOCKED; i++) {
      QueueSession waiting = impatient();
      waiting.start(xid(), XAResource.TMNOFLAGS);
      blocked.add(threads.submit(() -> waiting.getQueue(name + "-empty").take()));
    }
    session.start(xid(), XAResource.TMNOFLAGS);
    assertEquals("one", session.getQueue(name).take());
    awaitSize(1);
    assertTimeoutPreemptively(
        LIMIT, () -> manager.getQueueSession().getQueue(name + "-new").put("item"));
    for (Future<?> waiting : blocked) {
      assertFalse(waiting.isDone(), "still waits for an item");
    }
  }
}
