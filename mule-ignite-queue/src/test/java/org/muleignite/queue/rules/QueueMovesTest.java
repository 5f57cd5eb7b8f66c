package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;

/** Queues move to the node that alone uses them. */
class QueueMovesTest extends MovableQueue {

  @Test
  void aQueueMovesToTheNodeThatAloneUsesIt() throws Exception {
    items.put(home, "one", "two");
    move(user);
    int asked = home.asked.get();
    assertEquals("one", items.take(user));
    items.put(user, "three");
    assertEquals(asked, home.asked.get(), "the home is asked no more");
    assertEquals("two", items.take(other));
    assertEquals("three", items.take(home));
  }

  @Test
  void whatNodesHoldMovesWithIt() throws Exception {
    items.put(home, "one", "two", "three", "four");
    Claim one = user.engine.claim(spec, 0);
    Claim two = other.engine.claim(spec, 0);
    Claim three = home.engine.claim(spec, 0);
    move(user);
    assertEquals(1, other.engine.size(spec), "claims hold");
    other.engine.release(spec, two);
    assertTrue(home.engine.remove(spec, three));
    user.engine.release(spec, one);
    assertEquals("one", items.take(home));
    assertEquals("two", items.take(other));
    assertEquals("four", items.take(user));
  }

  @Test
  void whoWaitsFollowsTheQueue() throws Exception {
    items.put(home, "first");
    assertEquals("first", items.take(user));
    Future<String> waiting = threads.submit(() -> items.take(other));
    home.awaitQuestions(1);
    move(user);
    items.put(user, "one");
    // Sooner than a wait is renewed by itself.
    assertEquals("one", waiting.get(4, TimeUnit.SECONDS));
  }

  @Test
  void itGoesToWhoeverUsesItNext() throws Exception {
    items.put(home, "one", "two");
    move(user);
    assertEquals("one", items.take(user));
    move(other);
    assertEquals("two", items.take(home));
    move(home);
    items.put(other, "three");
    assertEquals("three", items.take(user));
  }

  @Test
  void aNodeWithoutACompleteCopyDoesNotGetIt() throws Exception {
    items.put(home, "one");
    user.readable = false;
    use(user);
    use(user);
    assertEquals(home.id, owner(spec));
    user.readable = true;
    move(user);
    assertEquals("one", items.take(other));
  }

  @Test
  void theHomeOwnsWhatTheUserCannotOpen() throws Exception {
    items.put(home, "one", "two");
    user.unreadable = new ClusterException("The partition moves.");
    for (int i = 0; i < 5; i++) {
      use(user);
    }
    assertEquals("one", items.take(user));
    assertEquals("two", items.take(other));
    assertEquals(home.id, owner(spec));
  }

  /** Three nodes put and take, each in turn most of it, and the primary copy moves as well. */
  @Test
  void nothingIsLostOrDoubledWhileItMoves() throws Exception {
    List<FakeNode> nodes = List.of(home, user, other);
    Set<UUID> owners = new HashSet<>();
    int next = 0;
    int expected = 0;
    for (int round = 0; round < 30; round++) {
      FakeNode most = nodes.get(round % 3);
      if (round % 7 == 6) {
        cluster.own(nodes.get(round % 2));
      }
      int last = next + 400;
      int first = next;
      Future<?> producer =
          threads.submit(
              () -> {
                for (int i = first; i < last; i++) {
                  items.put(i % 50 == 0 ? nodes.get(i % 3) : most, "item " + i);
                }
                return null;
              });
      // One consumer, so that the order can be told.
      for (; expected < last; expected++) {
        FakeNode consumer = expected % 50 == 25 ? nodes.get(expected % 3) : most;
        assertEquals("item " + expected, takeInTransaction(consumer));
      }
      producer.get(Items.LONG_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      next = last;
      owners.add(owner(spec));
    }
    assertEquals(0, home.engine.size(spec));
    assertEquals(3, owners.size(), "it was everywhere");
  }

  private String takeInTransaction(FakeNode node) throws InterruptedException {
    UnitOfWork work = node.engine.begin();
    Claim claim = node.engine.claim(spec, Items.LONG_WAIT_MILLIS);
    work.take(spec, claim);
    work.commit();
    return Items.text(claim);
  }

  /** Its owner still tells the others that it is that; what it tells late would end the move. */
  @Test
  void nothingMovesBeforeItIsOpen() {
    LocalNode node = new LocalNode(home, home, null, threads, threads);
    QueueMoves moves = new QueueMoves(node, opened -> {});
    AtomicInteger asked = new AtomicInteger();
    moves.connect(
        (to, request) -> {
          asked.incrementAndGet();
          return CompletableFuture.completedFuture(QueueReply.EMPTY);
        });
    Opening opening = new Opening(home.id);
    for (int i = 0; i < 3 * Usage.REQUESTS; i++) {
      moves.used(opening, user.id, spec);
    }
    assertEquals(0, asked.get());
    opening.completeExceptionally(new ClusterException("Not before it is done."));
    for (int i = 0; i < Usage.REQUESTS; i++) {
      moves.used(opening, user.id, spec);
    }
    assertEquals(1, asked.get());
  }

  @Test
  void durableAndDeepQueuesStay() throws Exception {
    QueueSpec durable = new QueueSpec(new QueueRef("app/durable", true), 0);
    for (int i = 0; i <= QueueMoves.MOST_ITEMS; i++) {
      items.put(home, "item");
    }
    assertTrue(home.engine.offer(durable, new byte[] {1}, 0));
    for (QueueSpec queue : List.of(durable, spec)) {
      for (int i = 0; i < 3; i++) {
        use(user, queue);
      }
      assertEquals(home.id, owner(queue), queue.ref().id());
    }
  }
}
