package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A transaction that moves an item between queues, and what became of it. */
@Timeout(60)
abstract class MovingTransaction {

  static final long LONG_WAIT = 20_000;

  final FakeCluster cluster = new FakeCluster();
  final FakeNode first = cluster.join();
  final FakeNode second = cluster.join();
  final QueueSpec in = new QueueSpec(new QueueRef("app/in", true), 0);
  final QueueSpec out = new QueueSpec(new QueueRef("app/out", true), 0);
  final QueueSpec memory = new QueueSpec(new QueueRef("app/memory", false), 0);
  final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

  @AfterEach
  void stop() {
    threads.shutdownNow();
    cluster.close();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Takes an item out of one queue and puts it into two others. */
  UnitOfWork move() throws InterruptedException {
    assertTrue(first.engine.offer(in, bytes("one"), 0));
    assertEquals(0, first.engine.size(out));
    assertEquals(0, first.engine.size(memory));
    UnitOfWork work = second.engine.begin();
    Claim claim = second.engine.claim(in, 0);
    work.take(in, claim);
    work.offer(out, claim.item(), 0);
    work.offer(memory, claim.item(), 0);
    return work;
  }

  void expect(FakeNode node, QueueSpec spec, boolean present) throws InterruptedException {
    Claim claim = node.engine.claim(spec, present ? LONG_WAIT : 0);
    if (present) {
      assertNotNull(claim, () -> "in the " + spec.ref());
      assertTrue(node.engine.remove(spec, claim));
      claim = node.engine.claim(spec, 0);
    }
    assertNull(claim, () -> "in the " + spec.ref());
  }

  void expectMoved(FakeNode node) throws InterruptedException {
    expect(node, out, true);
    expect(node, memory, true);
    expect(node, in, false);
    expectNoRecord();
  }

  void expectNoRecord() {
    assertEquals(Map.of(), first.records());
    assertEquals(0, cluster.entries.keySet().stream().filter(this::isItem).count());
  }

  private boolean isItem(EntryKey key) {
    return !key.name().endsWith("#header");
  }
}
