package org.muleignite.queue.rules;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the temporary reply queues that nobody will read any more: those of a node that is gone
 * and fenced, and those that a reply made that came too late, once nobody has used them for ten
 * minutes. Each node sees to the queues that it owns and looks for them in its caches, so that it
 * does not matter which nodes died. Other queues are never touched. Thread-safe; what blocks runs
 * on the workers.
 */
final class TemporaryQueues {

  /** Between two looks at the few temporary queues there are. */
  private static final long PAUSE_MILLIS = 15_000;

  /** So that first is taken back what the dead node held, and queues have found their owners. */
  private static final long SETTLE_MILLIS = 1_000;

  /** Far longer than who waits for a reply stays away from its queue. */
  static final long ABANDONED_MILLIS = 600_000;

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryQueues.class);

  private final LocalNode node;
  private final Router router;
  private final QueueOwners owners;

  /** Queues that are nobody's and not in use, and since when, by the monotonic clock. */
  private final Map<String, Long> abandoned = new HashMap<>();

  TemporaryQueues(LocalNode node, Router router, QueueOwners owners) {
    this.node = node;
    this.router = router;
    this.owners = owners;
  }

  /** From now on until the timer stops. */
  void watch() {
    node.timer()
        .scheduleWithFixedDelay(
            () -> node.workers().execute(() -> sweep(System.nanoTime())),
            PAUSE_MILLIS,
            PAUSE_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  void departed(UUID dead) {
    node.membership().fenced(dead).thenRun(this::sweepSoon);
  }

  private void sweepSoon() {
    try {
      node.timer()
          .schedule(
              () -> node.workers().execute(() -> sweep(System.nanoTime())),
              SETTLE_MILLIS,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
    }
  }

  /**
   * Blocks.
   *
   * @param nanos the present, by the monotonic clock
   */
  synchronized void sweep(long nanos) {
    try {
      Map<String, byte[]> present = node.store().temporary();
      abandoned.keySet().retainAll(present.keySet());
      int removed = 0;
      for (Map.Entry<String, byte[]> queue : present.entrySet()) {
        if (isOver(queue.getKey(), queue.getValue(), nanos)) {
          remove(new QueueRef(queue.getKey(), false));
          removed++;
        }
      }
      if (removed > 0) {
        LOG.info("{} temporary reply queues that nobody waits at any more are removed.", removed);
      }
    } catch (ClusterException | InterruptedException e) {
      LOG.debug("Temporary queues are looked at again later", e);
    }
  }

  private boolean isOver(String id, byte[] header, long nanos) {
    UUID maker = header == null ? null : QueueHeader.decode(header).maker();
    if (maker != null) {
      Membership membership = node.membership();
      return !membership.isMember(maker) && membership.fenced(maker).isDone();
    }
    if (owners.queues().isInUse(new QueueRef(id, false))) {
      abandoned.remove(id);
      return false;
    }
    long since = abandoned.computeIfAbsent(id, first -> nanos);
    return nanos - since >= TimeUnit.MILLISECONDS.toNanos(ABANDONED_MILLIS);
  }

  private void remove(QueueRef queue) throws InterruptedException {
    LOG.debug("{} is removed", queue);
    router.ask(QueueRequest.of(QueueRequest.Op.DISPOSE, new QueueSpec(queue, 0)));
  }
}
