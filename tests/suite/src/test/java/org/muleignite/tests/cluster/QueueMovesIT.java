package org.muleignite.tests.cluster;

import static java.util.stream.Collectors.toList;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.queue.rules.QueueDepth;

/** Queues in memory move to the node that alone uses them, and what becomes of them there. */
class QueueMovesIT {

  private static final int LIMIT_SECONDS = 60;

  /** The nodes have the primary copies of them in turns. */
  private static final int QUEUES = 8;

  private static final List<Integer> ITEMS = IntStream.range(0, 6).boxed().collect(toList());

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> names = new ArrayList<>();
  private QueueNodes nodes;
  private QueueManager other;
  private QueueManager user;

  @BeforeEach
  void start() throws Exception {
    nodes = new QueueNodes(2);
    nodes.cluster().awaitShares();
    for (int q = 0; q < QUEUES; q++) {
      names.add(nameAt(q % 2));
    }
    other = nodes.deploy(0, "app");
    user = nodes.deploy(1, "app");
    for (int q = 0; q < QUEUES; q++) {
      for (int item : ITEMS) {
        queue(other, q).put(item);
      }
    }
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    nodes.close();
  }

  private String nameAt(int node) {
    Ignite ignite = nodes.cluster().member(node).context().ignite();
    return Stream.generate(() -> "queue-" + UUID.randomUUID())
        .filter(name -> QueueHome.isAt(ignite, false, "app/app/" + name))
        .findFirst()
        .orElseThrow();
  }

  private Queue queue(QueueManager manager, int number) {
    return queue(manager, manager.getQueueSession(), number);
  }

  private Queue queue(QueueManager manager, QueueSession session, int number) {
    manager.setQueueConfiguration(names.get(number), new DefaultQueueConfiguration(0, false));
    return session.getQueue(names.get(number));
  }

  private UUID id(int node) {
    return nodes.cluster().member(node).context().ignite().cluster().localNode().id();
  }

  private List<UUID> owners() throws InterruptedException {
    return nodes.depths(1).list(QUEUES).queues().stream().map(QueueDepth::owner).collect(toList());
  }

  /** Returns when the user owns every queue. */
  private void move() throws Exception {
    assertTrue(owners().contains(id(0)), "some have not moved yet");
    await(
        "all queues at their user",
        () -> {
          for (int q = 0; q < QUEUES; q++) {
            for (int i = 0; i < 100; i++) {
              assertEquals(ITEMS.get(0), queue(user, q).peek());
            }
          }
          return owners().stream().allMatch(id(1)::equals);
        });
  }

  @Test
  void theOtherNodeStillFindsThem() throws Exception {
    move();
    for (int q = 0; q < QUEUES; q++) {
      queue(other, q).put("last");
      assertEquals(ITEMS.get(0), queue(other, q).poll(0));
      List<Serializable> rest = new ArrayList<>(ITEMS.subList(1, ITEMS.size()));
      rest.add("last");
      assertEquals(rest, drain(queue(user, q)));
    }
  }

  @Test
  void theirHomeMayDie() throws Exception {
    move();
    QueueSession session = user.getQueueSession();
    session.begin();
    for (int q = 0; q < QUEUES; q++) {
      assertEquals(ITEMS.get(0), queue(user, session, q).take());
    }
    nodes.cluster().crash(0);
    session.commit();
    for (int q = 0; q < QUEUES; q++) {
      assertEquals(ITEMS.subList(1, ITEMS.size()), drain(queue(user, q)));
    }
  }

  @Test
  void theirUserMayDie() throws Exception {
    move();
    QueueSession session = user.getQueueSession();
    session.begin();
    for (int q = 0; q < QUEUES; q++) {
      assertEquals(ITEMS.get(0), queue(user, session, q).take());
      assertEquals(ITEMS.get(1), queue(user, session, q).take());
    }
    nodes.cluster().crash(1);
    for (int q = 0; q < QUEUES; q++) {
      Queue queue = queue(other, q);
      await("what the dead node had taken", () -> queue.size() == ITEMS.size());
      assertEquals(ITEMS, drain(queue));
    }
  }

  /** It takes over some of the primary copies, or of the second ones. */
  @Test
  void anotherNodeMayJoinWhileTheyAreUsed() throws Exception {
    move();
    List<Future<List<Serializable>>> taken = new ArrayList<>();
    for (int q = 0; q < QUEUES; q++) {
      Queue queue = queue(user, q);
      taken.add(threads.submit(() -> work(queue, user.getQueueSession())));
    }
    nodes.cluster().start(2);
    QueueManager joined = nodes.deploy(2, "app");
    for (int q = 0; q < QUEUES; q++) {
      queue(joined, q).put("end");
    }
    for (int q = 0; q < QUEUES; q++) {
      List<Serializable> items = taken.get(q).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      List<Serializable> expected = new ArrayList<>(ITEMS);
      // What was put while the node joined, in its order; the end came in between.
      IntStream.range(ITEMS.size(), items.size()).forEach(expected::add);
      assertEquals(expected, items);
      assertEquals(0, queue(joined, q).size());
    }
  }

  /** Puts numbers and takes them in transactions until the end comes; then takes the rest. */
  private List<Serializable> work(Queue puts, QueueSession session) throws Exception {
    List<Serializable> taken = new ArrayList<>();
    Queue takes = session.getQueue(puts.getName());
    boolean over = false;
    for (int next = ITEMS.size(); !over || puts.size() > 0; next++) {
      if (!over) {
        puts.put(next);
      }
      session.begin();
      Serializable item = takes.take();
      session.commit();
      over |= "end".equals(item);
      if (!"end".equals(item)) {
        taken.add(item);
      }
    }
    return taken;
  }
}
