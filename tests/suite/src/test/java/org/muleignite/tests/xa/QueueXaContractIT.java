package org.muleignite.tests.xa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.tests.cluster.QueueNodes;
import org.muleignite.tests.cluster.QueueTestXid;

/** What the standard says about a resource, beyond the plain course of a transaction. */
class QueueXaContractIT {

  private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);
  private static final int WHOLE_SCAN = XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN;

  private static QueueNodes nodes;
  private static QueueManager manager;
  private static QueueManager elsewhere;

  private final String name = "queue-" + UUID.randomUUID();
  private final Xid xid = xid();
  private final QueueSession session = manager.getQueueSession();
  private final QueueSession joined = manager.getQueueSession();

  @BeforeAll
  static void start() {
    nodes = new QueueNodes(2);
    manager = nodes.deploy(0, "app");
    elsewhere = nodes.deploy(1, "app");
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  private static Xid xid() {
    return new QueueTestXid(NUMBERS.incrementAndGet());
  }

  private Queue queue(QueueManager of, QueueSession in) {
    of.setQueueConfiguration(name, new DefaultQueueConfiguration(0, true));
    return in.getQueue(name);
  }

  private Queue queue(QueueSession in) {
    return queue(manager, in);
  }

  private Queue outside() {
    return queue(elsewhere, elsewhere.getQueueSession());
  }

  private static void assertCode(int expected, Executable call) {
    assertEquals(expected, assertThrows(XAException.class, call).errorCode);
  }

  /** Leaves the session in its branch. */
  private void work() throws Exception {
    outside().put("one");
    session.start(xid, XAResource.TMNOFLAGS);
    assertEquals("one", queue(session).take());
    queue(session).put("two");
  }

  private void prepared() throws Exception {
    work();
    session.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, session.prepare(xid));
  }

  @Test
  void aBranchThatAllHadEndedMayBeJoinedAgain() throws Exception {
    work();
    session.end(xid, XAResource.TMSUCCESS);
    joined.start(xid, XAResource.TMJOIN);
    queue(joined).put("three");
    assertCode(XAException.XAER_PROTO, () -> session.commit(xid, true));
    joined.end(xid, XAResource.TMSUCCESS);
    session.commit(xid, true);
    assertEquals(2, outside().size());
  }

  @Test
  void theFailureOfOneSessionDoomsTheBranchOfAll() throws Exception {
    work();
    joined.start(xid, XAResource.TMJOIN);
    joined.end(xid, XAResource.TMFAIL);
    session.end(xid, XAResource.TMSUCCESS);
    assertCode(XAException.XA_RBROLLBACK, () -> joined.start(xid, XAResource.TMJOIN));
    assertCode(XAException.XA_RBROLLBACK, () -> session.prepare(xid));
    assertEquals("one", outside().poll(0));
    assertNull(outside().poll(0));
  }

  @Test
  void onlyTheSessionThatSuspendedResumes() throws Exception {
    work();
    session.end(xid, XAResource.TMSUSPEND);
    assertCode(XAException.XAER_PROTO, () -> joined.start(xid, XAResource.TMRESUME));
    assertCode(XAException.XAER_PROTO, () -> joined.end(xid, XAResource.TMSUCCESS));
    joined.start(xid, XAResource.TMJOIN);
    joined.end(xid, XAResource.TMSUCCESS);
    assertCode(XAException.XAER_PROTO, () -> session.prepare(xid));
    session.start(xid, XAResource.TMRESUME);
    session.end(xid, XAResource.TMSUCCESS);
    session.commit(xid, true);
    assertEquals("two", outside().poll(0));
  }

  @Test
  void severalSessionsSuspendOneBranch() throws Exception {
    work();
    joined.start(xid, XAResource.TMJOIN);
    session.end(xid, XAResource.TMSUSPEND);
    joined.end(xid, XAResource.TMSUSPEND);
    joined.start(xid, XAResource.TMRESUME);
    session.start(xid, XAResource.TMRESUME);
    queue(joined).put("three");
    joined.end(xid, XAResource.TMSUCCESS);
    session.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, session.prepare(xid));
    session.commit(xid, false);
    assertEquals(2, outside().size());
  }

  @Test
  void oneSessionWorksInTwoBranchesByTurns() throws Exception {
    work();
    session.end(xid, XAResource.TMSUSPEND);
    Xid second = xid();
    session.start(second, XAResource.TMNOFLAGS);
    queue(session).put("three");
    // Work that is suspended may end without being resumed, also while the session works elsewhere.
    session.end(xid, XAResource.TMSUCCESS);
    session.end(second, XAResource.TMSUCCESS);
    session.commit(second, true);
    session.rollback(xid);
    assertEquals("one", outside().poll(0));
    assertEquals("three", outside().poll(0));
    assertNull(outside().poll(0));
  }

  @Test
  void sessionsOfOneManagerAreOneResource() throws Exception {
    assertTrue(session.isSameRM(session));
    assertTrue(session.isSameRM(joined));
    assertFalse(session.isSameRM(elsewhere.getQueueSession()), "joins stay on their node");
    assertFalse(session.isSameRM(nodes.deploy(0, "other").getQueueSession()));
    assertFalse(session.isSameRM(mock(XAResource.class)));
  }

  @Test
  void aScanListsEverythingAtItsStart() throws Exception {
    prepared();
    assertListed(session, XAResource.TMSTARTRSCAN, xid);
    assertListed(session, XAResource.TMNOFLAGS);
    assertListed(session, XAResource.TMENDRSCAN);
    assertListed(joined, WHOLE_SCAN, xid);
    assertCode(XAException.XAER_INVAL, () -> session.recover(XAResource.TMJOIN));
    joined.rollback(xid);
    assertListed(session, WHOLE_SCAN);
  }

  private static void assertListed(XAResource resource, int flag, Xid... expected)
      throws XAException {
    Xid[] found = resource.recover(flag);
    assertEquals(expected.length, found.length);
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected[i].getFormatId(), found[i].getFormatId());
      assertArrayEquals(expected[i].getGlobalTransactionId(), found[i].getGlobalTransactionId());
      assertArrayEquals(expected[i].getBranchQualifier(), found[i].getBranchQualifier());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "app#1"})
  void artifactsDoNotSeeEachOthersBranches(String other) throws Exception {
    QueueSession stranger = nodes.deploy(0, other).getQueueSession();
    stranger.start(xid, XAResource.TMNOFLAGS);
    stranger.getQueue(name).put("one");
    stranger.end(xid, XAResource.TMSUCCESS);
    stranger.prepare(xid);
    assertListed(session, WHOLE_SCAN);
    assertListed(stranger, WHOLE_SCAN, xid);
    assertCode(XAException.XAER_NOTA, () -> session.rollback(xid));
    stranger.rollback(xid);
  }

  @Test
  void theNextDeploymentDecidesWhatItsPredecessorPrepared() throws Exception {
    prepared();
    QueueSession next = nodes.deploy(0, "app").getQueueSession();
    assertListed(next, WHOLE_SCAN, xid);
    next.commit(xid, false);
    assertEquals("two", outside().poll(0));
    assertCode(XAException.XAER_NOTA, () -> next.rollback(xid));
  }

  /** A manager elsewhere must not take "unknown" for "done": it asks again. */
  @Test
  void theBranchOfALivingNodeIsDecidedThere() throws Exception {
    prepared();
    XAResource other = elsewhere.getQueueSession();
    assertListed(other, WHOLE_SCAN);
    assertCode(XAException.XAER_RMFAIL, () -> other.commit(xid, false));
    assertCode(XAException.XAER_RMFAIL, () -> other.rollback(xid));
    session.commit(xid, false);
    assertEquals("two", outside().poll(0));
    assertCode(XAException.XAER_NOTA, () -> other.commit(xid, false));
  }

  @Test
  void aBranchThatTookBackItsWorkIsReadOnly() throws Exception {
    session.start(xid, XAResource.TMNOFLAGS);
    queue(session).put("one");
    queue(session).clear();
    session.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_RDONLY, session.prepare(xid));
    assertListed(session, WHOLE_SCAN);
    assertCode(XAException.XAER_NOTA, () -> session.rollback(xid));
  }

  @Test
  void aPreparedBranchOnlyWaitsForItsDecision() throws Exception {
    prepared();
    assertCode(XAException.XAER_PROTO, () -> session.prepare(xid));
    assertCode(XAException.XAER_PROTO, () -> session.commit(xid, true));
    assertCode(XAException.XAER_PROTO, () -> session.end(xid, XAResource.TMSUCCESS));
    assertCode(XAException.XAER_PROTO, () -> session.start(xid, XAResource.TMJOIN));
    assertCode(XAException.XAER_PROTO, () -> session.start(xid, XAResource.TMRESUME));
    assertCode(XAException.XAER_DUPID, () -> session.start(xid, XAResource.TMNOFLAGS));
    assertCode(XAException.XAER_PROTO, () -> session.forget(xid));
    session.rollback(xid);
    assertEquals("one", outside().poll(0));
  }

  @Test
  void nothingIsDecidedWhileASessionIsAtWork() throws Exception {
    work();
    assertCode(XAException.XAER_PROTO, () -> session.prepare(xid));
    assertCode(XAException.XAER_PROTO, () -> session.commit(xid, true));
    assertCode(XAException.XAER_PROTO, () -> session.commit(xid, false));
    assertCode(XAException.XAER_INVAL, () -> session.end(xid, XAResource.TMJOIN));
    session.end(xid, XAResource.TMSUCCESS);
    session.rollback(xid);
    assertEquals("one", outside().poll(0));
    assertCode(XAException.XAER_INVAL, () -> session.start(xid, XAResource.TMFAIL));
  }

  @Test
  void whatNobodyKnowsIsRefused() {
    assertCode(XAException.XAER_NOTA, () -> session.commit(xid, true));
    assertCode(XAException.XAER_NOTA, () -> session.commit(xid, false));
    assertCode(XAException.XAER_NOTA, () -> session.rollback(xid));
    assertCode(XAException.XAER_NOTA, () -> session.prepare(xid));
    assertCode(XAException.XAER_NOTA, () -> session.forget(xid));
    assertCode(XAException.XAER_NOTA, () -> session.end(xid, XAResource.TMFAIL));
  }
}
