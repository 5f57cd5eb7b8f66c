package org.muleignite.queue.ignite;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.IgniteInterruptedException;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.transactions.TransactionDeadlockException;
import org.apache.ignite.transactions.TransactionRollbackException;
import org.apache.ignite.transactions.TransactionTimeoutException;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.queue.rules.NothingChangedException;
import org.muleignite.queue.rules.OutcomeUnknownException;

/** The one place where errors of the engine become ours; the cause is kept. Stateless. */
final class Failures {

  private Failures() {}

  /** For everything before a commit: whatever fails here, nothing was changed. */
  static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (IgniteException | CacheException | IllegalStateException e) {
      throw beforeCommit(e);
    }
  }

  private static ClusterException beforeCommit(RuntimeException failure) {
    if (isPassing(failure)) {
      return new NothingChangedException(
          "The queues could not be changed at the moment; nothing was changed: "
              + failure.getMessage(),
          failure);
    }
    return new ClusterUnavailableException(
        "The queues cannot be reached; nothing was changed: " + failure.getMessage(), failure);
  }

  /** Waits for what was decided, whatever interruptions arrive. */
  static <T> T outcome(IgniteFuture<T> decision) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return decision.get();
        } catch (IgniteInterruptedException e) {
          interrupted = Thread.interrupted();
        }
      }
    } catch (IgniteException | CacheException | IllegalStateException e) {
      throw afterCommit(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The same without waiting; completes on the thread that learns of it. */
  static <T> CompletableFuture<T> outcomeLater(IgniteFuture<T> decision) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    decision.listenAsync(
        decided -> {
          try {
            outcome.complete(decided.get());
          } catch (RuntimeException e) {
            outcome.completeExceptionally(afterCommit(e));
          }
        },
        Runnable::run);
    return outcome;
  }

  /**
   * Also what says that it was rolled back is not believed: when the primary copy dies in the
   * middle of a commit, the change may be complete on the backup although the engine reports the
   * opposite.
   */
  private static OutcomeUnknownException afterCommit(RuntimeException failure) {
    return new OutcomeUnknownException(
        "The outcome of a change of the queues is unknown; it happened as a whole or not at all: "
            + failure.getMessage(),
        failure);
  }

  private static boolean isPassing(Throwable failure) {
    return Causes.find(failure, ClusterTopologyException.class) != null
        || Causes.find(failure, TransactionRollbackException.class) != null
        || Causes.find(failure, TransactionTimeoutException.class) != null
        || Causes.find(failure, TransactionDeadlockException.class) != null
        || Causes.find(failure, IgniteInterruptedException.class) != null;
  }
}
