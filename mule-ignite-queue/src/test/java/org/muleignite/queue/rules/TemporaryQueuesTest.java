package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.muleignite.cluster.api.ClusterException;

class TemporaryQueuesTest {

  private static final long LATER = TimeUnit.MILLISECONDS.toNanos(TemporaryQueues.ABANDONED_MILLIS);

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode first = cluster.join();
  private final FakeNode second = cluster.join();
  private final QueueRef queue = new QueueRef("app/q-temp-replyTo-" + UUID.randomUUID(), true);
  private final QueueSpec asker = QueueSpec.configured(queue, 1);
  private final QueueSpec replier = new QueueSpec(queue, 0);

  @AfterEach
  void stop() {
    cluster.close();
  }

  private String take() throws InterruptedException {
    Claim claim = first.engine.claimToRemove(asker, 0);
    assertTrue(first.engine.remove(asker, claim));
    return Items.text(claim);
  }

  private void sweep(FakeNode node, long nanos) {
    node.engine.temporary().sweep(nanos);
  }

  @Test
  void onlyWhatTheConnectorNamesIsTemporary() {
    assertTrue(queue.isTemporary());
    assertFalse(queue.isPersistent());
    String uuid = UUID.randomUUID().toString();
    for (String name :
        Arrays.asList(
            "app/q",
            uuid,
            "-temp-replyTo-" + uuid.substring(1),
            "app/q-temp-replyTo-",
            "app/q-temp-replyto-" + uuid,
            "app/q-reply-" + uuid,
            "app/q-temp-replyTo-" + uuid + "x",
            "app/q-temp-replyTo-" + uuid.replace('-', '_'))) {
      assertFalse(new QueueRef(name, true).isTemporary(), name);
      assertTrue(new QueueRef(name, true).isPersistent(), name);
      assertEquals(Area.TRANSIENT, new QueueRef(name, false).header().area());
    }
  }

  @Test
  void theHeaderSaysWithWhomItGoes() {
    QueueHeader made = new QueueHeader(false, 1, first.id, new Receipts());
    QueueHeader got = QueueHeader.decode(made.encode());
    assertEquals(first.id, got.maker());
    assertEquals(1, got.capacity());
    byte[] more = new Receipts().add(second.id, 7, 3).encode();
    got = QueueHeader.decode(QueueHeader.withReceipts(made.encode(), more));
    assertEquals(first.id, got.maker());
    assertTrue(got.receipts().contains(second.id, 7));
    assertNull(QueueHeader.decode(new QueueHeader(true, 1).encode()).maker());
    byte[] whole = made.encode();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(ClusterException.class, () -> QueueHeader.decode(cut));
    }
  }

  @Test
  void bothSidesMeetWhoeverComesFirst() throws Exception {
    assertTrue(second.engine.offer(replier, Items.bytes("early"), 0));
    assertEquals("early", take());
    first.engine.dispose(asker);
    assertEquals(0, first.engine.size(asker));
    assertTrue(second.engine.offer(replier, Items.bytes("in time"), 0));
    assertFalse(first.engine.offer(asker, Items.bytes("one too many"), 0));
    assertEquals("in time", take());
    first.engine.dispose(asker);
    assertTrue(cluster.entries.isEmpty(), cluster.entries.keySet()::toString);
  }

  @Test
  void itGoesWithItsNodeOnceThatIsFenced() throws Exception {
    cluster.own(second);
    assertEquals(0, first.engine.size(asker));
    assertTrue(second.engine.offer(replier, Items.bytes("reply"), 0));
    sweep(second, System.nanoTime() + LATER);
    sweep(second, System.nanoTime() + 2 * LATER);
    assertEquals(1, second.engine.size(replier));
    cluster.fence = new CompletableFuture<>();
    cluster.kill(first, second);
    sweep(second, System.nanoTime());
    assertFalse(cluster.entries.isEmpty());
    cluster.fence.complete(null);
    sweep(second, System.nanoTime());
    assertTrue(cluster.entries.isEmpty(), cluster.entries.keySet()::toString);
  }

  @Test
  void theNextOwnerFindsItWhenBothDie() throws Exception {
    FakeNode third = cluster.join();
    cluster.own(second);
    assertEquals(0, first.engine.size(asker));
    cluster.kill(first, second);
    cluster.kill(second, third);
    sweep(third, System.nanoTime());
    assertTrue(cluster.entries.isEmpty(), cluster.entries.keySet()::toString);
  }

  @Test
  void otherQueuesStay() throws Exception {
    QueueSpec normal = QueueSpec.configured(new QueueRef("app/q", false), 0);
    assertTrue(second.engine.offer(normal, Items.bytes("item"), 0));
    cluster.kill(second, first);
    sweep(first, System.nanoTime());
    sweep(first, System.nanoTime() + LATER);
    assertEquals(1, first.engine.size(normal));
  }

  @Test
  void aReplyThatComesTooLateIsRemovedInTheEnd() throws Exception {
    assertTrue(second.engine.offer(replier, Items.bytes("too late"), 0));
    long now = System.nanoTime();
    sweep(first, now);
    sweep(first, now + LATER - 1);
    assertEquals(1, first.engine.size(replier));
    sweep(first, now + LATER);
    assertTrue(cluster.entries.isEmpty(), cluster.entries.keySet()::toString);
  }

  @Test
  void aQueueThatSomebodyUsesIsNotAbandoned() throws Exception {
    assertTrue(second.engine.offer(replier, Items.bytes("reply"), 0));
    long now = System.nanoTime();
    sweep(first, now);
    Claim reply = second.engine.claim(asker, 0);
    sweep(first, now + LATER);
    second.engine.release(asker, reply);
    sweep(first, now + LATER + 1);
    assertEquals(1, first.engine.size(replier));
    sweep(first, now + 2 * LATER + 1);
    assertTrue(cluster.entries.isEmpty(), cluster.entries.keySet()::toString);
  }
}
