package org.muleignite.queue.rules;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back, at the owner, what nodes no longer hold: because they died, or because they told an
 * earlier owner and this one never heard of it. Thread-safe; what reads the cache runs on the
 * workers.
 */
final class Reclaimer {

  private static final long FIRST_LOOK_MILLIS = 1_000;
  private static final long LAST_PAUSE_MILLIS = 30_000;
  private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);

  private final LocalNode node;
  private final IndexBuilder builder;
  private final Committer committer;

  Reclaimer(LocalNode node, IndexBuilder builder, Committer committer) {
    this.node = node;
    this.builder = builder;
    this.committer = committer;
  }

  /** Everything that the dead node held, except what belongs to its prepared branches. */
  void takeBack(OwnedQueue queue, UUID dead) {
    try {
      Holdings holdings = queue.heldBy(dead);
      if (!holdings.isEmpty() && !queue.isClosed()) {
        takeBack(queue, dead, holdings);
      }
    } finally {
      queue.returned(dead);
    }
  }

  private void takeBack(OwnedQueue queue, UUID holder, Holdings holdings) {
    QueueRef ref = queue.ref();
    Set<Long> prepared = new HashSet<>();
    for (long claim : builder.preparedByTheDead(ref).getOrDefault(holder, new long[0])) {
      prepared.add(claim);
    }
    LongList removed = new LongList();
    LongList returned = new LongList();
    for (int i = 0; i < holdings.claims.length; i += 2) {
      if (!prepared.contains(holdings.claims[i])) {
        LongList side = exists(ref, holdings.claims[i]) ? returned : removed;
        side.add(holdings.claims[i]).add(holdings.claims[i + 1]);
      }
    }
    LongList published = new LongList();
    LongList dropped = new LongList();
    for (long position : holdings.reservations) {
      (exists(ref, position) ? published : dropped).add(position);
    }
    Holdings released = new Holdings(returned.toArray(), dropped.toArray(), holdings.rooms);
    Settlement settlement =
        new Settlement(holder, removed.toArray(), published.toArray(), released);
    queue.handle(node.id(), QueueRequest.settle(new QueueSpec(ref, 0), settlement));
    if (returned.size() > 0) {
      LOG.info(
          "{}: {} items that node {} had taken but not committed are back at the head.",
          ref,
          returned.size() / 2,
          holder);
    }
  }

  /** An item that is wrongly taken for there is skipped when it is handed out: no harm is done. */
  private boolean exists(QueueRef ref, long position) {
    return committer.read(ref.item(position)) != null
        || node.store().peekLocal(ref, position) != null;
  }

  /**
   * Asks the nodes again for what they held when this node became the owner, until they hold
   * nothing of that any more: what they settled meanwhile may have been told to the earlier owner.
   */
  void watch(
      QueueSpec spec,
      OwnedQueue queue,
      BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> ask) {
    for (Map.Entry<UUID, Holdings> inherited : queue.inherited().entrySet()) {
      look(
          new Watch(spec, queue, inherited.getKey(), ask), inherited.getValue(), FIRST_LOOK_MILLIS);
    }
  }

  /** What stays the same while a node is asked again and again. */
  private static final class Watch {

    final QueueSpec spec;
    final OwnedQueue queue;
    final UUID holder;
    final BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> ask;

    Watch(
        QueueSpec spec,
        OwnedQueue queue,
        UUID holder,
        BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> ask) {
      this.spec = spec;
      this.queue = queue;
      this.holder = holder;
      this.ask = ask;
    }
  }

  private void look(Watch watch, Holdings inherited, long pauseMillis) {
    if (inherited.isEmpty()) {
      return;
    }
    try {
      node.timer()
          .schedule(
              () -> verify(watch, inherited, pauseMillis), pauseMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
    }
  }

  private void verify(Watch watch, Holdings inherited, long pauseMillis) {
    // What a node held that left is taken back once it is fenced.
    if (watch.queue.isClosed() || node.hasDeparted(watch.holder)) {
      return;
    }
    long next = Math.min(LAST_PAUSE_MILLIS, 2 * pauseMillis);
    watch
        .ask
        .apply(watch.holder, QueueRequest.of(QueueRequest.Op.VERIFY, watch.spec))
        .whenCompleteAsync(
            (reply, failure) -> {
              if (failure != null || !reply.isOk()) {
                look(watch, inherited, next);
                return;
              }
              Holdings settled = inherited.without(reply.holdings);
              if (!settled.isEmpty()) {
                takeBack(watch.queue, watch.holder, settled);
              }
              look(watch, inherited.without(settled), next);
            },
            node.workers());
  }
}
