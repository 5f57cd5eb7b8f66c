package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterUnavailableException;

class QueueDepthsTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode first = cluster.join();
  private final FakeNode second = cluster.join();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static QueueSpec spec(String id, boolean persistent) {
    return new QueueSpec(new QueueRef(id, persistent), 0);
  }

  private void put(String id, int items) throws InterruptedException {
    for (int i = 0; i < items; i++) {
      assertTrue(first.engine.offer(spec(id, false), new byte[1], 0));
    }
  }

  private static List<String> names(DepthReport report) {
    return report.queues().stream().map(QueueDepth::queue).toList();
  }

  private Map<EntryKey, byte[]> entries() {
    synchronized (cluster.entries) {
      return new TreeMap<>(cluster.entries);
    }
  }

  @Test
  void everyNodeShowsTheDeepestQueuesFirst() throws Exception {
    put("app/shallow", 1);
    put("app/deepest", 3);
    put("app/deep", 2);
    for (FakeNode node : List.of(first, second)) {
      DepthReport all = node.engine.depths().list(10);
      assertEquals(List.of("app/deepest", "app/deep", "app/shallow"), names(all));
      assertEquals(3, all.queues().get(0).items());
      assertEquals(first.id, all.queues().get(0).owner());
      assertFalse(all.queues().get(0).isPersistent());
      assertEquals(
          "transient queue 'app/deepest': items 3, taken 0, waiting consumers 0, owner " + first.id,
          all.lines().get(0));
      assertEquals(3, all.lines().size());
      assertEquals(List.of("app/deepest"), names(node.engine.depths().list(1)));
      assertEquals(List.of(), names(node.engine.depths().list(0)));
    }
  }

  @Test
  void whatIsTakenAndWhoWaitsIsCountedByItself() throws Exception {
    put("app/q", 2);
    Claim claim = second.engine.claim(spec("app/q", false), 0);
    CompletableFuture<Claim> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return second.engine.claim(spec("app/empty", true), 30_000);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    first.awaitQuestions(1);
    List<QueueDepth> queues = second.engine.depths().list(10).queues();
    assertEquals(1, queues.get(0).items());
    assertEquals(1, queues.get(0).taken());
    assertEquals(0, queues.get(0).consumers());
    assertEquals("app/empty", queues.get(1).queue());
    assertTrue(queues.get(1).isPersistent());
    assertEquals(1, queues.get(1).consumers());

    second.engine.release(spec("app/q", false), claim);
    assertTrue(first.engine.offer(spec("app/empty", true), new byte[1], 0));
    assertNotNull(waiting.get(30, TimeUnit.SECONDS));
    assertEquals(2, second.engine.depths().list(10).queues().get(0).items());
  }

  @Test
  void askingOpensNothingAndAnEarlierOwnerIsSilentAboutWhatMovedAway() throws Exception {
    put("app/q", 2);
    cluster.own(second);
    Map<EntryKey, byte[]> before = entries();
    assertEquals(List.of(), first.engine.depths().list(10).lines());
    assertEquals(List.of(), second.engine.depths().list(10).lines());
    assertEquals(before.keySet(), entries().keySet());

    assertEquals(2, first.engine.size(spec("app/q", false)));
    QueueDepth moved = first.engine.depths().list(10).queues().get(0);
    assertEquals(2, moved.items());
    assertEquals(second.id, moved.owner());
  }

  @Test
  void temporaryQueuesAreATotalAndSetAsideItemsAreCountedElsewhere() throws Exception {
    put("app/q-temp-replyTo-" + UUID.randomUUID(), 1);
    put("app/q-temp-replyTo-" + UUID.randomUUID(), 2);
    put("app/q", 1);
    Claim bad = second.engine.claim(spec("app/q", false), 0);
    assertTrue(second.engine.setAside(spec("app/q", false), bad, "why"));
    DepthReport report = second.engine.depths().list(10);
    assertEquals(List.of("app/q"), names(report));
    assertEquals(2, report.temporaryQueues());
    assertEquals(3, report.temporaryItems());
    assertEquals("temporary reply queues 2: items 3", report.lines().get(1));
  }

  @Test
  void aNodeThatDiesMeanwhileIsLeftOutAndNamed() throws Exception {
    put("app/q", 1);
    cluster.dyingBeforeTheNext(first, second);
    DepthReport report = second.engine.depths().list(10);
    assertEquals(List.of(), report.queues());
    assertEquals(List.of(first.id), List.copyOf(report.silent().keySet()));
    assertTrue(
        report.lines().get(0).startsWith("node " + first.id + " did not answer"),
        report.lines()::toString);
    assertEquals(1, second.engine.size(spec("app/q", false)));
    assertEquals(1, second.engine.depths().list(10).lines().size());
  }

  @Test
  void aNodeThatDoesNotAnswerInTimeIsLeftOutAndNamed() throws Exception {
    put("app/q", 1);
    second.fate = handler -> new CompletableFuture<>();
    DepthReport report = first.engine.depths().list(10);
    assertEquals(List.of("app/q"), names(report));
    assertEquals(Map.of(second.id, "no answer within 5000 ms"), report.silent());
  }

  @Test
  void aNodeThatMayNotActSaysSo() throws Exception {
    put("app/q", 1);
    first.alive = false;
    assertThrows(ClusterUnavailableException.class, () -> first.engine.depths().list(10));
    assertTrue(second.engine.depths().list(10).silent().get(first.id).contains("may not act"));
  }

  @Test
  void aQueueThatIsBeingOpenedIsSaidToBe() throws Exception {
    put("app/q", 1);
    cluster.fence = new CompletableFuture<>();
    cluster.kill(first, second);
    CompletableFuture<Integer> size =
        CompletableFuture.supplyAsync(() -> second.engine.size(spec("app/q", false)));
    DepthReport report = second.engine.depths().list(10);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (report.opening() == 0 && System.nanoTime() < end) {
      report = second.engine.depths().list(10);
    }
    assertEquals(1, report.opening());
    assertEquals(List.of("queues being opened by their owner 1: not counted yet"), report.lines());
    cluster.fence.complete(null);
    assertEquals(1, size.get(30, TimeUnit.SECONDS));
    assertEquals(List.of("app/q"), names(second.engine.depths().list(10)));
  }

  @Test
  void anInterruptedOperatorIsLetGo() {
    first.fate = handler -> new CompletableFuture<>();
    CompletableFuture<Thread> asking = new CompletableFuture<>();
    CompletableFuture<DepthReport> asked =
        CompletableFuture.supplyAsync(
            () -> {
              asking.complete(Thread.currentThread());
              try {
                return second.engine.depths().list(10);
              } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
              }
            });
    asking.join().interrupt();
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> asked.get(30, TimeUnit.SECONDS));
    assertEquals("interrupted", e.getCause().getMessage());
  }

  @Test
  void aSenselessLimitIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> first.engine.depths().list(-1));
    assertTrue(e.getMessage().contains("'-1'"), e.getMessage());
  }
}
