package org.muleignite.queue.rules;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A queue that is being opened, or is open. By itself it would serve who came last first: whoever
 * gave up a question would then be granted an item after those who asked later. Thread-safe.
 */
final class Opening extends CompletableFuture<OwnedQueue> {

  private final UUID home;
  private final Usage usage = new Usage();
  private final Queue<CompletableFuture<OwnedQueue>> turns = new ArrayDeque<>();

  /** Whether everybody who had to wait has had his turn; guarded by the turns. */
  private boolean served;

  /**
   * @param home the node with the primary copy of the queue
   */
  Opening(UUID home) {
    this.home = home;
    whenComplete(this::serve);
  }

  /** Who had the primary copy: when it is another node's, the index is to be built anew. */
  UUID home() {
    return home;
  }

  Usage usage() {
    return usage;
  }

  /** How many items may be taken; 0 before it is open. */
  int items() {
    return isDone() && !isCompletedExceptionally() ? join().depth().items() : 0;
  }

  /** Completes like this one, but not before it did so for everybody who came earlier. */
  CompletableFuture<OwnedQueue> inTurn() {
    synchronized (turns) {
      if (served) {
        return this;
      }
      CompletableFuture<OwnedQueue> turn = new CompletableFuture<>();
      turns.add(turn);
      return turn;
    }
  }

  private void serve(OwnedQueue queue, Throwable failure) {
    for (CompletableFuture<OwnedQueue> turn = next(); turn != null; turn = next()) {
      if (failure == null) {
        turn.complete(queue);
      } else {
        turn.completeExceptionally(failure);
      }
    }
  }

  private CompletableFuture<OwnedQueue> next() {
    synchronized (turns) {
      served = turns.isEmpty();
      return turns.poll();
    }
  }
}
