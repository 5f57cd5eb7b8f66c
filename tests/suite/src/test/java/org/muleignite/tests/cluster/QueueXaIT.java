package org.muleignite.tests.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/** The session as a resource of a transaction manager. */
class QueueXaIT {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static QueueNodes nodes;
  private static QueueManager here;
  private static QueueManager there;

  private final String name = "queue-" + UUID.randomUUID();
  private final Xid xid = new QueueTestXid(NUMBERS.incrementAndGet());
  private final QueueSession session = there.getQueueSession();

  @BeforeAll
  static void start() {
    nodes = new QueueNodes(2);
    here = nodes.deploy(0, "app");
    there = nodes.deploy(1, "app");
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  private Queue queue(QueueSession in) {
    there.setQueueConfiguration(name, new DefaultQueueConfiguration(0, true));
    return in.getQueue(name);
  }

  private Queue outside() {
    here.setQueueConfiguration(name, new DefaultQueueConfiguration(0, true));
    return here.getQueueSession().getQueue(name);
  }

  private static void assertCode(int expected, Executable call) {
    assertEquals(expected, assertThrows(XAException.class, call).errorCode);
  }

  private void takeOnePutTwo() throws Exception {
    outside().put("one");
    session.start(xid, XAResource.TMNOFLAGS);
    assertEquals("one", queue(session).take());
    queue(session).put("two");
    session.end(xid, XAResource.TMSUCCESS);
  }

  @Test
  void twoPhasesCommit() throws Exception {
    takeOnePutTwo();
    assertEquals(XAResource.XA_OK, session.prepare(xid));
    assertNull(outside().poll(0));
    assertEquals(1, session.recover(XAResource.TMSTARTRSCAN).length);
    assertEquals(0, session.recover(XAResource.TMNOFLAGS).length);
    there.getQueueSession().commit(xid, false);
    assertEquals("two", outside().poll(0));
    assertEquals(0, session.recover(XAResource.TMSTARTRSCAN).length);
    assertCode(XAException.XAER_NOTA, () -> session.commit(xid, false));
  }

  @Test
  void twoPhasesRollBack() throws Exception {
    takeOnePutTwo();
    session.prepare(xid);
    session.rollback(xid);
    assertEquals("one", outside().poll(0));
    assertNull(outside().poll(0));
    assertCode(XAException.XAER_NOTA, () -> session.rollback(xid));
  }

  @Test
  void onePhaseCommits() throws Exception {
    takeOnePutTwo();
    session.commit(xid, true);
    assertEquals("two", outside().poll(0));
  }

  @Test
  void anUnpreparedBranchRollsBack() throws Exception {
    takeOnePutTwo();
    session.rollback(xid);
    assertEquals("one", outside().poll(0));
    assertNull(outside().poll(0));
  }

  @Test
  void aBranchWithoutWorkIsReadOnly() throws Exception {
    session.start(xid, XAResource.TMNOFLAGS);
    assertNull(queue(session).peek());
    session.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_RDONLY, session.prepare(xid));
    assertCode(XAException.XAER_NOTA, () -> session.commit(xid, false));
  }

  @Test
  void severalSessionsWorkInOneBranch() throws Exception {
    QueueSession joined = there.getQueueSession();
    assertTrue(session.isSameRM(joined));
    assertFalse(session.isSameRM(here.getQueueSession()));
    session.start(xid, XAResource.TMNOFLAGS);
    queue(session).put("one");
    joined.start(xid, XAResource.TMJOIN);
    queue(joined).put("two");
    assertEquals(2, queue(joined).size());
    session.end(xid, XAResource.TMSUCCESS);
    assertCode(XAException.XAER_PROTO, () -> session.prepare(xid));
    joined.end(xid, XAResource.TMSUCCESS);
    session.commit(xid, true);
    assertEquals(2, outside().size());
  }

  @Test
  void aSuspendedBranchIsLeftAlone() throws Exception {
    session.start(xid, XAResource.TMNOFLAGS);
    queue(session).put("inside");
    session.end(xid, XAResource.TMSUSPEND);
    queue(session).put("outside");
    assertEquals(1, outside().size());
    session.start(xid, XAResource.TMRESUME);
    queue(session).put("inside");
    session.end(xid, XAResource.TMSUCCESS);
    session.commit(xid, true);
    assertEquals(3, outside().size());
  }

  @Test
  void aFailedBranchCanOnlyBeRolledBack() throws Exception {
    outside().put("one");
    session.start(xid, XAResource.TMNOFLAGS);
    assertEquals("one", queue(session).take());
    session.end(xid, XAResource.TMFAIL);
    assertCode(XAException.XA_RBROLLBACK, () -> session.prepare(xid));
    assertEquals("one", outside().poll(0));
    assertCode(XAException.XAER_NOTA, () -> session.rollback(xid));
  }

  @Test
  void aBranchThatTakesTooLongGivesBackWhatItTook() throws Exception {
    outside().put("one");
    assertTrue(session.setTransactionTimeout(1));
    assertEquals(1, session.getTransactionTimeout());
    session.start(xid, XAResource.TMNOFLAGS);
    assertEquals("one", queue(session).take());
    Awaitility.await("the timeout of the branch")
        .atMost(Duration.ofSeconds(60))
        .until(() -> outside().size() == 1);
    session.end(xid, XAResource.TMSUCCESS);
    assertCode(XAException.XA_RBTIMEOUT, () -> session.commit(xid, true));
    assertEquals("one", outside().poll(0));
    assertCode(XAException.XAER_INVAL, () -> session.setTransactionTimeout(-1));
  }

  @Test
  void misuseIsRefused() throws Exception {
    Xid other = new QueueTestXid(NUMBERS.incrementAndGet());
    assertCode(XAException.XAER_NOTA, () -> session.end(xid, XAResource.TMSUCCESS));
    assertCode(XAException.XAER_NOTA, () -> session.start(xid, XAResource.TMJOIN));
    assertCode(XAException.XAER_NOTA, () -> session.start(xid, XAResource.TMRESUME));
    assertCode(XAException.XAER_NOTA, () -> session.prepare(xid));
    assertCode(XAException.XAER_NOTA, () -> session.forget(xid));
    session.start(xid, XAResource.TMNOFLAGS);
    assertCode(XAException.XAER_PROTO, () -> session.start(other, XAResource.TMNOFLAGS));
    assertCode(XAException.XAER_NOTA, () -> session.end(other, XAResource.TMSUCCESS));
    assertThrows(IllegalStateException.class, session::begin);
    assertCode(
        XAException.XAER_DUPID, () -> there.getQueueSession().start(xid, XAResource.TMNOFLAGS));
    session.end(xid, XAResource.TMSUCCESS);
    assertCode(XAException.XAER_PROTO, () -> session.commit(xid, false));
    session.rollback(xid);
    session.begin();
    assertCode(XAException.XAER_PROTO, () -> session.start(xid, XAResource.TMNOFLAGS));
    session.rollback();
  }
}
