package org.muleignite.queue.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of the queues that this node owns: built when first asked for, and dropped when
 * another node turns out to be the owner, or to have the primary copy. Thread-safe; never blocks.
 */
final class OpenQueues {

  private static final Logger LOG = LoggerFactory.getLogger(OpenQueues.class);

  private final LocalNode node;
  private final IndexBuilder builder;
  private final Reclaimer reclaimer;
  private final QueueMoves moves;
  private final Map<QueueRef, Opening> queues = new ConcurrentHashMap<>();
  private volatile BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> messages;

  OpenQueues(LocalNode node, IndexBuilder builder, Reclaimer reclaimer) {
    this.node = node;
    this.builder = builder;
    this.reclaimer = reclaimer;
    this.moves = new QueueMoves(node, this::openOwned);
  }

  /** How other nodes are asked; before the first queue. */
  void connect(BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> send) {
    messages = send;
    moves.connect(send);
  }

  QueueMoves moves() {
    return moves;
  }

  /** The index of a queue that this node owns, or null when it is to be built. */
  Opening present(QueueRef queue) {
    Opening opening = queues.get(queue);
    if (opening == null || Objects.equals(opening.home(), node.store().primaryOf(queue))) {
      return opening;
    }
    lose(queue);
    return null;
  }

  private void openOwned(QueueSpec spec) {
    if (node.owns(spec.ref())) {
      open(node.id(), spec);
    }
  }

  Opening open(UUID asker, QueueSpec spec) {
    Opening present = present(spec.ref());
    if (present != null) {
      return present;
    }
    UUID home = node.store().primaryOf(spec.ref());
    Opening mine = new Opening(home);
    Opening earlier = queues.putIfAbsent(spec.ref(), mine);
    if (earlier != null) {
      return earlier;
    }
    builder
        .build(spec, asker, messages)
        .whenComplete(
            (built, failure) -> {
              if (failure == null) {
                mine.complete(built);
                reclaimer.watch(spec, built, messages);
                return;
              }
              queues.remove(spec.ref(), mine);
              if (moves.failed(home, spec)) {
                mine.complete(builder.closed(spec.ref()));
              } else {
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  /**
   * Closes a queue for good; all questions about it wait until that is done.
   *
   * @param last what is to be done with it; may block
   */
  CompletableFuture<QueueReply> end(UUID asker, QueueSpec spec, Consumer<OwnedQueue> last) {
    Opening present = open(asker, spec);
    return present.thenApplyAsync(
        queue -> {
          Opening gone = new Opening(present.home());
          if (!queues.replace(spec.ref(), present, gone)) {
            return QueueReply.MOVED;
          }
          try {
            last.accept(queue);
            return QueueReply.DONE;
          } finally {
            queue.close();
            queues.remove(spec.ref(), gone);
            gone.complete(queue);
          }
        },
        node.workers());
  }

  void cancel(QueueRef queue, Token token) {
    Opening opening = queues.get(queue);
    if (opening != null) {
      opening.inTurn().thenAccept(built -> built.cancel(token));
    }
  }

  /** Another node owns the queue: whoever waits here is sent there. */
  void lose(QueueRef queue) {
    Opening opening = queues.get(queue);
    if (opening != null) {
      LOG.debug("{} is no longer owned by this node", queue);
      // Before it is out of sight: who finds no queue here reports what this node holds, and after
      // that nothing may be settled with the earlier owner.
      opening.thenAccept(OwnedQueue::close);
      queues.remove(queue, opening);
    }
  }

  void loseAll() {
    queues.keySet().forEach(this::lose);
  }

  /** Whether anybody waits at a queue of this node, or holds something of it. */
  boolean isInUse(QueueRef queue) {
    Opening opening = queues.get(queue);
    if (opening == null || opening.isCompletedExceptionally()) {
      return false;
    }
    return !opening.isDone() || opening.join().isInUse();
  }

  /** Those that are open here, or being opened; changes all the time. */
  Collection<CompletableFuture<OwnedQueue>> all() {
    return Collections.unmodifiableCollection(queues.values());
  }
}
