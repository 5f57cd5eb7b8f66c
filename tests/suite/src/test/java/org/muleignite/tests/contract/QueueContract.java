package org.muleignite.tests.contract;

import static java.util.Arrays.asList;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;

/**
 * What every queue manager does, Mule's own included. Each test plays on several views of the same
 * queues: on one node they are the same, in a cluster different nodes.
 */
public abstract class QueueContract {

  private static final long LIMIT_SECONDS = 60;

  /** Long enough that a wait for nothing is told from no wait. */
  private static final long WAIT_MILLIS = 200;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  protected final String name = "queue-" + UUID.randomUUID();

  /** The managers of the same application, one for each node. */
  protected abstract List<QueueManager> managers();

  protected abstract boolean persistent();

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  protected final QueueManager first() {
    return managers().get(0);
  }

  protected final QueueManager last() {
    return managers().get(managers().size() - 1);
  }

  /** The queue as a fresh session of that manager sees it, configured without limit. */
  protected final Queue queue(QueueManager manager) {
    return queue(manager, name, 0);
  }

  protected final Queue queue(QueueManager manager, String queueName, int capacity) {
    return queue(manager, manager.getQueueSession(), queueName, capacity);
  }

  protected final Queue queue(
      QueueManager manager, QueueSession session, String queueName, int capacity) {
    manager.setQueueConfiguration(queueName, new DefaultQueueConfiguration(capacity, persistent()));
    return session.getQueue(queueName);
  }

  protected final <T> Future<T> async(Callable<T> work) {
    return threads.submit(work);
  }

  /** The result of work in another thread; its failure fails the test. */
  protected static <T> T of(Future<T> work) throws Exception {
    return work.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** Takes all that is there. */
  public static List<Serializable> drain(Queue queue) throws InterruptedException {
    List<Serializable> items = new ArrayList<>();
    for (Serializable item = queue.poll(0); item != null; item = queue.poll(0)) {
      items.add(item);
    }
    return items;
  }

  public static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(LIMIT_SECONDS))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

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
