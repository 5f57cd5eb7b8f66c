package org.muleignite.tests.contract;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueSession;

/** What local transactions of every queue manager do, Mule's own included. */
public abstract class QueueTransactionContract extends QueueViews {

  @Test
  void aTransactionIsAllOrNothingOverSeveralQueues() throws Exception {
    String other = name + "-other";
    queue(first()).put("one");
    QueueSession session = last().getQueueSession();
    Queue from = queue(last(), session, name, 0);
    Queue to = queue(last(), session, other, 0);

    session.begin();
    assertEquals("one", from.take());
    to.put("two");
    assertEquals(0, queue(first()).size());
    assertEquals(1, to.size());
    assertEquals(0, queue(first(), other, 0).size());
    session.rollback();
    assertEquals(1, queue(first()).size());
    assertEquals(0, queue(first(), other, 0).size());

    session.begin();
    assertEquals("one", from.take());
    to.put("two");
    to.put("three");
    session.commit();
    assertEquals(0, queue(first()).size());
    assertEquals(asList("two", "three"), drain(queue(first(), other, 0)));
  }

  @Test
  void whatATransactionPutsIsNotEvenTakenByItself() throws Exception {
    QueueSession session = first().getQueueSession();
    Queue inside = queue(first(), session, name, 0);
    session.begin();
    inside.put("one");
    assertNull(inside.peek());
    assertNull(inside.poll(0));
    assertEquals(1, inside.size());
    assertEquals(0, queue(last()).size());
    session.commit();
    assertEquals("one", inside.take());
  }

  @Test
  void transactionsFollowEachOtherInOneSession() throws Exception {
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 0);
    for (int i = 0; i < 5; i++) {
      session.begin();
      inside.put(i);
      if (i % 2 == 0) {
        session.commit();
      } else {
        session.rollback();
      }
    }
    assertEquals(asList(0, 2, 4), drain(queue(first())));
  }

  @Test
  void aTransactionThatTakesMakesRoom() throws Exception {
    Queue outside = queue(first(), name, 1);
    outside.put("one");
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 1);
    session.begin();
    assertEquals("one", inside.take());
    assertTrue(outside.offer("two", 0));
    session.commit();
    assertEquals(asList("two"), drain(outside));
  }

  @Test
  void clearInATransactionHappensWithItsCommit() throws Exception {
    queue(first()).put("one");
    queue(first()).put("two");
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 0);
    session.begin();
    inside.clear();
    assertEquals(0, inside.size());
    session.rollback();
    assertEquals(2, queue(first()).size());
    session.begin();
    inside.clear();
    session.commit();
    assertEquals(0, queue(first()).size());
  }

  @Test
  void sessionsRefuseWhatMakesNoSense() throws Exception {
    QueueSession session = first().getQueueSession();
    assertThrows(IllegalStateException.class, session::commit);
    assertThrows(IllegalStateException.class, session::rollback);
    session.begin();
    assertThrows(IllegalStateException.class, session::begin);
    session.rollback();
    assertThrows(IllegalStateException.class, session::rollback);
  }
}
