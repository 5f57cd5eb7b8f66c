package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.Thread.State;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an earlier owner still does when it learns that it is none any more. */
@Timeout(60)
class QueueOwnersTest {

  private final FakeCluster cluster = new FakeCluster();
  private final FakeNode first = cluster.joinWithoutQueues();
  private final FakeNode second = cluster.joinWithoutQueues();
  private final QueueSpec spec = new QueueSpec(new QueueRef("app/q", false), 0);
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final QueueOwners owners = owners();

  @AfterEach
  void stop() {
    owners.close();
    threads.shutdownNow();
  }

  private QueueOwners owners() {
    LocalNode node = new LocalNode(first, first, threads, threads, threads);
    Held held = new Held();
    Redo redo = new Redo(node, new Committer(node));
    IndexBuilder builder =
        new IndexBuilder(node, held, redo.committer(), redo, System::currentTimeMillis);
    QueueOwners made = new QueueOwners(node, held, builder, redo, new Rooms(node, first, first));
    made.connect((to, request) -> ask(to, request.op), null);
    return made;
  }

  /** The second node holds nothing. */
  private CompletableFuture<QueueReply> ask(UUID to, QueueRequest.Op op) {
    return to.equals(first.id)
        ? owners.handle(to, QueueRequest.of(op, spec))
        : CompletableFuture.completedFuture(QueueReply.of(Holdings.NONE));
  }

  /** Else the new owner waits for what was settled with the earlier one meanwhile. */
  @Test
  void nobodyIsToldWhatIsHeldBeforeTheQueueIsClosed() throws Exception {
    cluster.own(first);
    ask(first.id, QueueRequest.Op.SIZE).join();
    OwnedQueue queue = owners.queues().all().iterator().next().join();
    cluster.own(second);
    List<Thread> askers = Arrays.asList(asker(), asker());
    synchronized (queue) {
      askers.forEach(Thread::start);
      while (!askers.stream().allMatch(asker -> asker.getState() == State.BLOCKED)) {
        assertTrue(
            askers.stream().noneMatch(asker -> asker.getState() == State.TERMINATED),
            "it is told while the queue is open");
        Thread.yield();
      }
    }
    for (Thread asker : askers) {
      asker.join();
    }
  }

  private Thread asker() {
    return new Thread(
        () -> owners.handle(second.id, QueueRequest.of(QueueRequest.Op.HELD, spec)).join());
  }
}
