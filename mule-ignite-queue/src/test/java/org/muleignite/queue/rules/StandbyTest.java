package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who stands by for a consumer, until when, and what becomes of it then. */
@Timeout(60)
class StandbyTest {

  private static final long LONG_WAIT = 30_000;

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode first = cluster.join();
  private final FakeNode second = cluster.join();
  private final UUID producer = first.id;
  private final UUID consumer = second.id;
  private final QueueSpec spec = new QueueSpec(new QueueRef("app/q", false), 0);
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(8);

  /** As many as there are puts that block. */
  private final ExecutorService producers = Executors.newCachedThreadPool();

  /** Its timer does nothing. */
  private final OwnedQueue queue = queue(mock(ScheduledExecutorService.class));

  /** The positions of puts that are on their way. */
  private final List<Long> filling = new ArrayList<>();

  private long ticket;
  private int capacity;

  @AfterEach
  void stop() {
    producers.shutdownNow();
    threads.shutdownNow();
    cluster.close();
  }

  private OwnedQueue queue(ScheduledExecutorService timer) {
    return new OwnedQueue(
        spec.ref(),
        new QueueIndex(1_000),
        new LocalNode(first, first, timer, threads, threads),
        new Held(),
        Collections.emptyMap());
  }

  private QueueRequest request(QueueRequest.Op op, long timeoutMillis) {
    return new QueueRequest(
        op,
        new QueueSpec(spec.ref(), capacity),
        new long[] {++ticket, timeoutMillis, op == QueueRequest.Op.PUT ? 1 : 0, 0},
        QueueRequest.NOTHING,
        Load.of(new long[0], new byte[][] {{1}}));
  }

  private CompletableFuture<QueueReply> put(OwnedQueue queue) {
    return queue.handle(producer, request(QueueRequest.Op.PUT, 0));
  }

  /** A put that stands by. One that comes too late after the consumer is on its way, too. */
  private CompletableFuture<QueueReply> standingBy() {
    return standingBy(queue);
  }

  private CompletableFuture<QueueReply> standingBy(OwnedQueue queue) {
    while (true) {
      queue.handle(consumer, request(QueueRequest.Op.TAKE, 0));
      CompletableFuture<QueueReply> reply = put(queue);
      if (!reply.isDone()) {
        return reply;
      }
      for (long position : reply.getNow(null).positions) {
        filling.add(position);
      }
    }
  }

  private void endAll() {
    queue.handle(producer, QueueRequest.settle(spec, Settlement.published(producer, onTheirWay())));
  }

  private long[] onTheirWay() {
    return filling.stream().mapToLong(Long::longValue).toArray();
  }

  @Test
  void theNextConsumerGetsTheItemThoughItsTimeoutIsNothing() {
    CompletableFuture<QueueReply> put = standingBy();
    QueueRequest take = request(QueueRequest.Op.TAKE, 0);
    QueueReply taken = queue.handle(consumer, take).getNow(null);
    assertTrue(taken.isPaired());
    assertEquals(producer, taken.partner().node());
    assertEquals(new Token(consumer, take.ticket), put.getNow(null).partner());
  }

  @Test
  void aConsumerInATransactionGetsNoItemThatIsNotStored() {
    CompletableFuture<QueueReply> put = standingBy();
    CompletableFuture<QueueReply> poll =
        queue.handle(consumer, request(QueueRequest.Op.POLL, LONG_WAIT));
    CompletableFuture<QueueReply> take =
        queue.handle(consumer, request(QueueRequest.Op.TAKE, LONG_WAIT));
    assertFalse(put.isDone() || poll.isDone() || take.isDone());
  }

  @Test
  void halfOfThemAreStoredWhenAllThatWereOnTheirWayEnded() {
    Standby standby = new Standby(() -> 0);
    standby.filling(1);
    standby.filling(2);
    List<Waiter> waiters = new ArrayList<>();
    for (long i = 1; i <= 5; i++) {
      waiters.add(waiter(i));
    }
    waiters.forEach(standby::join);
    assertFalse(standby.isEnd(Settlement.published(producer, 1)));
    assertEquals(Collections.emptyList(), standby.release());
    assertTrue(standby.isEnd(Settlement.published(producer, 2)));
    assertFalse(standby.isEnd(Settlement.published(producer, 2)), "it is no news");
    assertEquals(waiters.subList(0, 3), standby.release());
    standby.filling(3);
    assertEquals(Collections.emptyList(), standby.release());
    assertTrue(standby.isEnd(Settlement.published(producer, 3)));
    assertEquals(waiters.subList(3, 4), standby.release());
  }

  /** It has waited for others, and must not wait for room without an end. */
  @Test
  void whoFindsNoRoomAfterwardsIsTold() {
    capacity = 1;
    CompletableFuture<QueueReply> put = standingBy();
    endAll();
    assertEquals(QueueReply.Status.EMPTY, put.getNow(null).status, "it is full");
  }

  @Test
  void onePutAloneStandsByWhileAConsumerIsExpected() {
    AtomicLong now = new AtomicLong();
    Standby standby = new Standby(now::get);
    standby.consumerCame();
    assertFalse(standby.isUseful(0), "nobody knows yet how long a put takes");
    standby.filling(1);
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(8));
    standby.isEnd(Settlement.published(producer, 1));
    standby.consumerCame();
    assertTrue(standby.isUseful(128));
    assertFalse(standby.isUseful(129), "the next consumers take others");
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(4));
    assertFalse(standby.isUseful(0));
  }

  /** No other put would end its wait. */
  @Test
  void onePutAloneWaitsForAMoment() {
    Standby standby = new Standby(() -> 0);
    ScheduledExecutorService timer = mock(ScheduledExecutorService.class);
    Runnable look = mock(Runnable.class);
    standby.watch(timer, look);
    verifyNoInteractions(timer);
    Waiter alone = waiter(1);
    standby.join(alone);
    standby.watch(timer, look);
    standby.join(waiter(2));
    standby.watch(timer, look);
    verify(timer, times(1)).schedule(look, 1_000_000L, TimeUnit.NANOSECONDS);
    assertEquals(Collections.emptyList(), standby.overdue());
    assertEquals(Collections.singletonList(alone), standby.release());
    standby.watch(timer, look);
    verify(timer, times(2)).schedule(look, 1_000_000L, TimeUnit.NANOSECONDS);
  }

  /** As when one thread puts and takes in turns. */
  @Test
  void whoStoodByInVainDoesSoLessAndLess() {
    ScheduledExecutorService timer = mock(ScheduledExecutorService.class);
    AtomicLong now = new AtomicLong();
    Standby standby = new Standby(now::get);
    standby.filling(1);
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(8));
    standby.isEnd(Settlement.published(producer, 1));
    for (int passed : new int[] {0, 1, 3, 7}) {
      standby.consumerCame();
      for (int i = 0; i < passed; i++) {
        assertFalse(standby.isUseful(0));
      }
      assertTrue(standby.isUseful(0));
      now.incrementAndGet();
      standby.join(waiter(1));
      standby.watch(timer, () -> {});
      standby.overdue();
      standby.release();
    }
    standby.join(waiter(1));
    standby.watch(timer, () -> {});
    standby.consumerCame();
    standby.overdue();
    assertTrue(standby.isUseful(0), "a consumer came meanwhile");
  }

  @Test
  void nobodyWaitsLongForAPutThatDoesNotEnd() {
    AtomicLong now = new AtomicLong();
    Standby standby = new Standby(now::get);
    standby.filling(1);
    List<Waiter> waiters = Arrays.asList(waiter(1), waiter(2));
    waiters.forEach(standby::join);
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(20) - 1);
    assertEquals(Collections.emptyList(), standby.overdue());
    now.incrementAndGet();
    assertEquals(waiters, standby.overdue());
  }

  /** The time of the real clock. */
  @Test
  void whoHasStoodByForLongIsStored() throws Exception {
    assertTrue(standingBy(queue(threads)).get(LONG_WAIT, TimeUnit.MILLISECONDS).isOk());
  }

  private Waiter waiter(long number) {
    return new Waiter(new Token(producer, number), request(QueueRequest.Op.PUT, 0));
  }

  @Test
  void whatWasNotPutEndsTheWaitToo() {
    CompletableFuture<QueueReply> put = standingBy();
    Settlement released = Settlement.released(producer, Holdings.ofReservations(onTheirWay()));
    queue.handle(producer, QueueRequest.settle(spec, released));
    assertTrue(put.getNow(null).isOk());
  }

  @Test
  void whoGivesUpHoldsNothing() {
    CompletableFuture<QueueReply> put = standingBy();
    queue.cancel(new Token(producer, ticket));
    assertEquals(QueueReply.Status.EMPTY, put.getNow(null).status);
    assertEquals(0, queue.waiting());
  }

  @Test
  void aQueueThatMovesSendsThemToTheNextOwner() {
    CompletableFuture<QueueReply> put = standingBy();
    queue.close();
    assertTrue(put.getNow(null).isMoved());
  }

  @Test
  void whoIsGoneStandsByNoLonger() {
    CompletableFuture<QueueReply> put = standingBy();
    queue.departed(producer);
    assertTrue(put.isDone());
  }

  @Test
  void nobodyStandsByWithoutAConsumer() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    Standby standby = new Standby(now::get);
    standby.filling(1);
    assertFalse(standby.isUseful(0), "no consumer came ever");
    standby.consumerCame();
    assertTrue(standby.isUseful(1_000));
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(5));
    assertFalse(standby.isUseful(0), "the last consumer is long gone");
  }

  /** Before the put that is on its way, which nobody has been told of. */
  @Test
  void itemsGoStraightToConsumersWhileAnotherIsBeingStored() throws Exception {
    // Else the queue would move there.
    second.readable = false;
    assertTrue(second.engine.offer(spec, new byte[] {1}, 0));
    second.engine.remove(spec, second.engine.claim(spec, 0));
    CompletableFuture<Void> copied = new CompletableFuture<>();
    first.copied = copied;
    List<Future<Boolean>> puts = new ArrayList<>();
    Claim claim = null;
    while (claim == null) {
      byte[] item = Integer.toString(puts.size()).getBytes(StandardCharsets.UTF_8);
      Future<Boolean> put = producers.submit(() -> second.engine.offer(spec, item, 0));
      puts.add(put);
      cluster.awaitEntries(2);
      for (int i = 0; i < 1_000 && claim == null; i++) {
        claim = second.engine.claimToRemove(spec, 0);
      }
    }
    assertTrue(claim.isTransferred());
    assertTrue(second.engine.remove(spec, claim));
    copied.complete(null);
    for (Future<Boolean> put : puts) {
      assertTrue(put.get(LONG_WAIT, TimeUnit.MILLISECONDS));
    }
    assertEquals(puts.size() - 1, second.engine.size(spec), "each is there once");
  }
}
