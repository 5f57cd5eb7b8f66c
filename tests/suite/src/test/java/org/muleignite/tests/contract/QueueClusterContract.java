package org.muleignite.tests.contract;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.api.serialization.SerializationException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueConfiguration;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/** Where the clustered queues promise more than Mule's own. */
public abstract class QueueClusterContract extends QueueContract {

  @Test
  void whatIsRolledBackIsBackAtTheHeadInOrder() throws Exception {
    for (int i = 0; i < 5; i++) {
      queue(first()).put(i);
    }
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 0);
    session.begin();
    assertEquals(0, inside.take());
    assertEquals(1, inside.take());
    session.rollback();
    assertEquals(asList(0, 1, 2, 3, 4), drain(queue(first())));
  }

  @Test
  void whatATransactionUntakesIsAtTheHead() throws Exception {
    queue(first()).put("two");
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 0);
    session.begin();
    inside.untake("one");
    inside.put("three");
    inside.untake("zero");
    assertEquals(4, inside.size());
    session.commit();
    assertEquals(asList("zero", "one", "two", "three"), drain(queue(first())));
  }

  @Test
  void commitsAreInTheOrderInWhichTheyHappen() throws Exception {
    QueueSession early = first().getQueueSession();
    Queue inside = queue(first(), early, name, 0);
    early.begin();
    inside.put("begun first");
    queue(last()).put("committed first");
    early.commit();
    assertEquals(asList("committed first", "begun first"), drain(queue(last())));
  }

  @Test
  void capacityHoldsForTransactionsOfAllNodes() throws Exception {
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 2);
    Queue outside = queue(first(), name, 2);
    session.begin();
    assertTrue(inside.offer("one", 0));
    assertTrue(outside.offer("two", 0));
    assertFalse(inside.offer("three", 0));
    assertFalse(outside.offer("three", 0));
    session.rollback();
    assertTrue(outside.offer("three", 0));
    assertEquals(asList("two", "three"), drain(outside));
  }

  @Test
  void aTransactionCannotOverfillAQueueByItself() throws Exception {
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 1);
    session.begin();
    inside.put("one");
    assertThrows(IllegalStateException.class, () -> inside.put("two"));
    session.commit();
    assertEquals(asList("one"), drain(queue(first(), name, 1)));
  }

  @Test
  void clearForgetsWhatTheTransactionPut() throws Exception {
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 1);
    session.begin();
    inside.put("one");
    inside.clear();
    assertEquals(0, inside.size());
    assertTrue(queue(first(), name, 1).offer("two", 0));
    session.commit();
    assertEquals(asList("two"), drain(queue(first(), name, 1)));
  }

  @Test
  void badItemsAreRefusedBeforeAnythingChanges() throws Exception {
    Queue queue = queue(last(), name, 1);
    assertThrows(IllegalArgumentException.class, () -> queue.put(null));
    assertThrows(IllegalArgumentException.class, () -> queue.untake(null));
    Serializable unserialisable = new ArrayList<>(asList(new Object()));
    assertThrows(SerializationException.class, () -> queue.put(unserialisable));
    assertEquals(0, queue.size());
    assertTrue(queue.offer("one", 0));
    QueueSession session = last().getQueueSession();
    assertThrows(IllegalArgumentException.class, () -> session.getQueue(null));
    assertThrows(IllegalArgumentException.class, () -> session.getQueue(""));
    QueueConfiguration configuration = new DefaultQueueConfiguration(0, persistent());
    assertThrows(
        IllegalArgumentException.class, () -> last().setQueueConfiguration(null, configuration));
    assertThrows(NullPointerException.class, () -> last().setQueueConfiguration(name, null));
  }

  @Test
  void aNodeThatWasToldNothingFindsTheConfiguration() throws Exception {
    Queue configured = queue(first(), name, 1);
    configured.put("one");
    Queue found = last().getQueueSession().getQueue(name);
    assertEquals(1, found.size());
    assertFalse(found.offer("two", 0));
    assertEquals("one", found.take());
  }

  @Test
  void aQueueCannotBeBothTransientAndPersistent() throws Exception {
    queue(first()).put("one");
    QueueManager other = fresh();
    other.setQueueConfiguration(name, new DefaultQueueConfiguration(0, !persistent()));
    Queue wrong = other.getQueueSession().getQueue(name);
    MuleRuntimeException e = assertThrows(MuleRuntimeException.class, () -> wrong.put("two"));
    assertTrue(e.getMessage().contains("persistent"), e.getMessage());
    assertTrue(e.getMessage().contains("transient"), e.getMessage());
    assertEquals(asList("one"), drain(queue(first())));
  }

  /** Another manager of the same application on the last node, as after a redeployment. */
  protected abstract QueueManager fresh();

  @Test
  void itemsOutliveTheArtifact() throws Exception {
    last().start();
    queue(last()).put("one");
    last().stop();
    assertEquals("one", queue(fresh()).take());
  }

  @Test
  void longTransactionsOfManyItemsAreAtomic() throws Exception {
    int many = 300;
    QueueSession session = last().getQueueSession();
    Queue inside = queue(last(), session, name, 0);
    session.begin();
    for (int i = 0; i < many; i++) {
      inside.put(i);
    }
    session.commit();
    assertEquals(many, queue(first()).size());
    session.begin();
    for (int i = 0; i < many; i++) {
      assertEquals(i, inside.take());
    }
    session.commit();
    assertNull(queue(first()).poll(0));
  }

  @Test
  void producersOfOneThreadStayInOrderUnderLoad() throws Exception {
    int each = 100;
    List<Future<?>> producers = new ArrayList<>();
    for (int p = 0; p < 3; p++) {
      int producer = p;
      Queue queue = queue(managers().get(p % managers().size()));
      producers.add(
          async(
              () -> {
                for (int i = 0; i < each; i++) {
                  queue.put(producer * 1_000 + i);
                }
                return null;
              }));
    }
    int[] next = {0, 0, 0};
    Queue consumer = queue(last());
    for (int i = 0; i < 3 * each; i++) {
      int item = (Integer) consumer.take();
      assertEquals(next[item / 1_000]++, item % 1_000);
    }
    for (Future<?> producer : producers) {
      of(producer);
    }
  }
}
