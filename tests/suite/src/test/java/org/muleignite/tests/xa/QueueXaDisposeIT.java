package org.muleignite.tests.xa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.tests.cluster.QueueNodes;
import org.muleignite.tests.cluster.QueueTestXid;

/** Queues that are disposed, and then lose their owner, while a prepared branch waits. */
class QueueXaDisposeIT {

  /** Enough that each node owns some. */
  private static final int QUEUES = 6;

  private static Queue queue(QueueManager manager, QueueSession session, int number) {
    manager.setQueueConfiguration("queue-" + number, new DefaultQueueConfiguration(0, true));
    return session.getQueue("queue-" + number);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePreparedBranchIsDecidedAllTheSame(boolean commits) throws Exception {
    try (QueueNodes nodes = new QueueNodes(3)) {
      QueueManager manager = nodes.deploy(0, "app");
      QueueManager other = nodes.deploy(1, "app");
      Xid xid = new QueueTestXid(1);
      QueueSession session = manager.getQueueSession();
      prepare(manager, session, xid);
      for (int q = 0; q < QUEUES; q++) {
        queue(other, other.getQueueSession(), q).dispose();
      }
      nodes.cluster().crash(2);
      if (commits) {
        session.commit(xid, false);
      } else {
        session.rollback(xid);
      }
      assertEquals(0, session.recover(XAResource.TMSTARTRSCAN).length);
      for (int q = 0; q < QUEUES; q++) {
        check(queue(other, other.getQueueSession(), q), commits);
      }
    }
  }

  private static void prepare(QueueManager manager, QueueSession session, Xid xid)
      throws Exception {
    session.start(xid, XAResource.TMNOFLAGS);
    for (int q = 0; q < QUEUES; q++) {
      queue(manager, manager.getQueueSession(), q).put("taken");
      queue(manager, manager.getQueueSession(), q).put("left");
      assertEquals("taken", queue(manager, session, q).take());
      queue(manager, session, q).put("put");
    }
    session.end(xid, XAResource.TMSUCCESS);
    assertEquals(XAResource.XA_OK, session.prepare(xid));
  }

  private static void check(Queue queue, boolean committed) throws Exception {
    Serializable first = queue.poll(0);
    // Given back: gone with the queue, unless the owner died that knew of it.
    List<String> possible = committed ? List.of("put") : Arrays.asList(null, "taken");
    assertTrue(possible.contains(first), () -> "found " + first);
    assertNull(queue.poll(0), "an item of the disposed queue");
    queue.put("next");
    assertEquals("next", queue.poll(0));
  }
}
