package org.muleignite.tests.contract;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;

/** What every queue manager does, Mule's own included; each test plays on several views. */
public abstract class QueueContract extends QueueTransactionContract {

  /** Long enough that a wait for nothing is told from no wait. */
  private static final long WAIT_MILLIS = 200;

  @Test
  void itemsLeaveInTheOrderInWhichTheyCame() throws Exception {
    Queue producer = queue(first());
    Queue consumer = queue(last());
    for (int i = 0; i < 20; i++) {
      producer.put(i);
    }
    assertEquals(20, consumer.size());
    for (int i = 0; i < 20; i++) {
      assertEquals(i, consumer.take());
    }
    assertEquals(0, producer.size());
  }

  @Test
  void producersOnAllNodesAreSeenByAll() throws Exception {
    List<Serializable> expected = new ArrayList<>();
    for (QueueManager manager : managers()) {
      queue(manager).put("item " + expected.size());
      expected.add("item " + expected.size());
      assertEquals(expected.size(), queue(last()).size());
    }
    assertEquals(expected, drain(queue(last())));
  }

  @Test
  void pollOfAnEmptyQueueDoesNotWaitForNothing() throws Exception {
    Queue queue = queue(last());
    queue.poll(0);
    long start = System.nanoTime();
    assertNull(queue.poll(0));
    assertNull(queue.poll(-1));
    assertTrue(millisSince(start) < 5_000);
  }

  @Test
  void pollWaitsForItsTimeout() throws Exception {
    Queue queue = queue(last());
    assertNull(queue.poll(0));
    long start = System.nanoTime();
    assertNull(queue.poll(WAIT_MILLIS));
    long waited = millisSince(start);
    assertTrue(waited >= WAIT_MILLIS - 20 && waited < WAIT_MILLIS + 5_000, "waited " + waited);
  }

  @Test
  void aBlockedPollWakesWhenAnItemComes() throws Exception {
    Future<Serializable> taken = async(() -> queue(last()).poll(LIMIT_SECONDS * 1_000));
    Future<Serializable> alsoTaken = async(() -> queue(first()).take());
    queue(first()).put("one");
    queue(last()).put("two");
    assertEquals(
        new HashSet<>(asList("one", "two")), new HashSet<>(asList(of(taken), of(alsoTaken))));
  }

  @Test
  void offerToAFullQueueDoesNotWaitForNothing() throws Exception {
    Queue queue = queue(first(), name, 2);
    assertTrue(queue.offer("one", 0));
    assertTrue(queue(last(), name, 2).offer("two", 0));
    assertFalse(queue.offer("three", 0));
    assertEquals(2, queue.size());
    assertEquals(asList("one", "two"), drain(queue));
  }

  @Test
  void offerToAFullQueueWaitsForItsTimeout() throws Exception {
    Queue queue = queue(last(), name, 1);
    queue.put("one");
    long start = System.nanoTime();
    assertFalse(queue.offer("two", WAIT_MILLIS));
    assertTrue(millisSince(start) >= WAIT_MILLIS - 20);
    assertEquals(1, queue.size());
  }

  @Test
  void aBlockedOfferGoesOnWhenThereIsRoom() throws Exception {
    Queue producer = queue(last(), name, 1);
    Queue consumer = queue(first(), name, 1);
    producer.put("one");
    Future<Boolean> offered = async(() -> producer.offer("two", LIMIT_SECONDS * 1_000));
    assertEquals("one", consumer.take());
    assertTrue(of(offered));
    Future<Boolean> forEver = async(() -> producer.offer("three", -1));
    assertEquals("two", consumer.take());
    assertTrue(of(forEver));
    assertEquals("three", consumer.take());
  }

  @Test
  void anUntakenItemIsTheNextToLeave() throws Exception {
    Queue queue = queue(last(), name, 2);
    queue.put("one");
    queue.put("two");
    Serializable one = queue.take();
    queue.put("three");
    queue.untake(one);
    assertEquals(3, queue.size());
    assertEquals(asList("one", "two", "three"), drain(queue(first(), name, 2)));
  }

  @Test
  void peekLeavesTheItem() throws Exception {
    Queue queue = queue(first());
    assertNull(queue.peek());
    queue.put("one");
    queue.put("two");
    assertEquals("one", queue(last()).peek());
    assertEquals(2, queue.size());
    assertEquals("one", queue.take());
  }

  @Test
  void clearDiscardsEverything() throws Exception {
    Queue queue = queue(first(), name, 2);
    queue.put("one");
    queue.put("two");
    queue(last(), name, 2).clear();
    assertEquals(0, queue.size());
    assertNull(queue.poll(0));
    assertTrue(queue.offer("three", 0));
    assertEquals("three", queue.take());
  }

  @Test
  void aDisposedQueueIsFreshAgain() throws Exception {
    queue(first()).put("one");
    queue(first()).dispose();
    Queue again = queue(first());
    assertEquals(0, again.size());
    again.put("two");
    assertEquals(asList("two"), drain(queue(last())));
  }

  @Test
  void aQueueInUseKeepsItsConfiguration() {
    queue(first());
    assertEquals(persistent(), first().getQueueConfiguration(name).get().isPersistent());
    assertFalse(first().getQueueConfiguration(name + "-unknown").isPresent());
    first().setQueueConfiguration(name, new DefaultQueueConfiguration(0, persistent()));
    assertThrows(
        MuleRuntimeException.class,
        () -> first().setQueueConfiguration(name, new DefaultQueueConfiguration(7, persistent())));
  }

  @Test
  void anInterruptedWaitLosesNothing() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    Queue queue = queue(last());
    ConcurrentLinkedQueue<Object> outcome = new ConcurrentLinkedQueue<>();
    Thread consumer =
        new Thread(
            () -> {
              blocked.countDown();
              try {
                outcome.add(queue.take());
              } catch (InterruptedException | RuntimeException e) {
                outcome.add(e.getClass());
              }
            });
    consumer.start();
    assertTrue(blocked.await(LIMIT_SECONDS, TimeUnit.SECONDS));
    consumer.interrupt();
    consumer.join(LIMIT_SECONDS * 1_000);
    assertEquals(asList(InterruptedException.class), new ArrayList<>(outcome));
    queue(first()).put("one");
    assertEquals("one", queue.poll(LIMIT_SECONDS * 1_000));
  }

  @Test
  void anInterruptedThreadChangesNothing() throws Exception {
    Queue queue = queue(last());
    queue.put("one");
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> queue.put("two"));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> queue.poll(0));
    assertFalse(Thread.interrupted());
    assertEquals(asList("one"), drain(queue(first())));
  }

  @Test
  void everyItemGoesToOneConsumer() throws Exception {
    int producers = 4;
    int each = 50;
    Set<Serializable> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
    AtomicInteger doubled = new AtomicInteger();
    List<Future<?>> work = new ArrayList<>();
    for (int p = 0; p < producers; p++) {
      int producer = p;
      QueueManager manager = managers().get(p % managers().size());
      Queue queue = queue(manager, name, 10);
      work.add(
          async(
              () -> {
                for (int i = 0; i < each; i++) {
                  queue.put(producer + "-" + i);
                }
                return null;
              }));
      work.add(
          async(
              () -> {
                for (int i = 0; i < each; i++) {
                  doubled.addAndGet(seen.add(queue.take()) ? 0 : 1);
                }
                return null;
              }));
    }
    for (Future<?> one : work) {
      of(one);
    }
    assertEquals(0, doubled.get());
    assertEquals(producers * each, seen.size());
    assertEquals(0, queue(first(), name, 10).size());
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
