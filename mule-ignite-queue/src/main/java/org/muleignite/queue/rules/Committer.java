package org.muleignite.queue.rules;

import static java.util.stream.Collectors.toList;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a change to a definite end. Items: what was perhaps done, or done on some copies only, is
 * repeated until it certainly is; nobody else may touch claimed items and reserved positions
 * meanwhile. Records: what might have been done is looked up. Thread-safe; blocks until decided,
 * whatever interruptions arrive.
 */
final class Committer {

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final long PATIENCE_MILLIS = 30_000;
  private static final long PAUSE_MILLIS = 100;

  /** In one operation of the store, which has to keep all of it in memory. */
  static final int PART_BYTES = 1 << 20;

  private final LocalNode node;
  private final GroupCommit singles;

  Committer(LocalNode node) {
    this.node = node;
    this.singles = new GroupCommit(node.store(), node.committers());
  }

  /**
   * Changes records all or none; items one by one: a change of more than one must not be able to
   * fail by what is there.
   *
   * @throws ClusterException when the change is larger than the log of durable data takes; nothing
   *     was changed
   * @throws ChangeConflictException nothing was changed
   * @throws NothingChangedException nothing was changed, after half a minute of trying
   * @throws OutcomeUnknownException when nothing could be found out for half a minute, or this node
   *     may no longer act
   * @throws ClusterUnavailableException nothing was changed
   */
  void commit(Change change) {
    checkBytes(change);
    checkMember(null);
    if (change.isOfRecords()) {
      decide(change, () -> attempt(change));
    } else {
      for (Change queue : change.byQueue()) {
        queue
            .inParts(PART_BYTES, lengths(queue))
            .forEach(part -> decide(part, () -> attempt(part)));
      }
    }
    confirm();
  }

  private Map<EntryKey, Integer> lengths(Change queue) {
    List<EntryKey> items =
        queue.steps().stream()
            .filter(step -> step.value() == null && step.key().area().isDurable())
            .map(Change.Step::key)
            .collect(toList());
    return items.isEmpty() ? Collections.emptyMap() : patiently(() -> node.store().lengths(items));
  }

  /** Done, perhaps with nobody but a part of the cluster that was cut off. */
  private void confirm() {
    try {
      node.membership().confirmMember();
    } catch (ClusterUnavailableException e) {
      throw new OutcomeUnknownException(e.getMessage(), e);
    }
  }

  /**
   * The same for one item of a queue, without waiting.
   *
   * @return completes when it is done, exceptionally as {@link #commit} fails
   */
  CompletableFuture<Void> commitLater(Change change) {
    try {
      checkBytes(change);
      checkMember(null);
    } catch (ClusterException e) {
      CompletableFuture<Void> refused = new CompletableFuture<>();
      refused.completeExceptionally(e);
      return refused;
    }
    return singles
        .submit(change)
        .handle(
            (possible, failure) ->
                failure == null && possible
                    ? CompletableFuture.<Void>completedFuture(null)
                    : decideLater(change, failure == null ? conflict(change) : copyOf(failure)))
        .thenCompose(decision -> decision);
  }

  private CompletableFuture<Void> decideLater(Change change, RuntimeException failure) {
    Runnable first =
        () -> {
          throw failure;
        };
    return CompletableFuture.runAsync(() -> decide(change, first), node.committers());
  }

  private static ChangeConflictException conflict(Change change) {
    return new ChangeConflictException(
        change.steps().stream().filter(Change.Step::isConditional).findFirst().get());
  }

  /** Several threads must not share one exception: each adds to it what it did next. */
  private static RuntimeException copyOf(Throwable failure) {
    String message = failure.getMessage();
    if (failure instanceof OutcomeUnknownException) {
      return new OutcomeUnknownException(message, failure);
    }
    if (failure instanceof NothingChangedException) {
      return new NothingChangedException(message, failure);
    }
    return failure instanceof ClusterUnavailableException
        ? new ClusterUnavailableException(message, failure)
        : new ClusterException(message, failure);
  }

  /**
   * @param first the first attempt; the later ones are made here
   */
  private void decide(Change change, Runnable first) {
    Deadline patience = Deadline.after(PATIENCE_MILLIS);
    OutcomeUnknownException unknown = null;
    Runnable attempt = first;
    while (true) {
      try {
        attempt.run();
        return;
      } catch (ChangeConflictException e) {
        if (unknown != null && change.isOfRecords() && happened(change, unknown)) {
          LOG.debug("An earlier attempt came true after all", e);
          return;
        }
        if (isReal(e.step())) {
          throw e;
        }
        pauseOrFail(patience, new NothingChangedException(e.getMessage(), e));
      } catch (NothingChangedException e) {
        LOG.debug("A change was not done and is repeated", e);
        pauseOrFail(patience, e);
      } catch (OutcomeUnknownException e) {
        LOG.debug("The outcome of a change is looked up", e);
        unknown = e;
        // What a primary copy sent before it died may still be on its way to the backup.
        pauseOrFail(patience, e);
        if (change.isOfRecords() && happened(change, unknown)) {
          return;
        }
      }
      // Not before the first attempt: whatever became of that one must be found out.
      checkMember(unknown);
      Change rest = unknown == null || change.isOfRecords() ? change : change.again();
      attempt = () -> attempt(rest);
    }
  }

  private static void checkBytes(Change change) {
    long bytes = change.steps().stream().mapToLong(Change.Step::durableBytes).sum();
    if (bytes > CacheSpec.MAX_CHANGE_BYTES) {
      throw new ClusterException(
          String.format(
              "A put or transaction takes at most %d bytes into persistent queues, this one has %d;"
                  + " nothing was changed. Put less at once, or keep large contents elsewhere.",
              CacheSpec.MAX_CHANGE_BYTES, bytes));
    }
  }

  private void attempt(Change change) {
    if (change.isOfRecords()) {
      node.store().apply(change);
      return;
    }
    for (boolean possible : applied(change)) {
      if (!possible) {
        throw conflict(change);
      }
    }
  }

  private boolean[] applied(Change change) {
    try {
      return node.store().applyEach(change.steps()).join();
    } catch (CompletionException e) {
      ClusterException failure = Causes.find(e, ClusterException.class);
      throw failure == null ? e : failure;
    }
  }

  /** A node that may not act has changed nothing, unless an earlier attempt came true. */
  private void checkMember(OutcomeUnknownException earlier) {
    try {
      node.membership().checkMember();
    } catch (ClusterUnavailableException e) {
      if (earlier == null) {
        throw e;
      }
      earlier.addSuppressed(e);
      throw earlier;
    }
  }

  /**
   * @throws ChangeConflictException one of the items is gone
   */
  void checkPresent(List<EntryKey> items) {
    for (EntryKey item : items) {
      if (glance(item) == null && read(item) == null) {
        throw new ChangeConflictException(
            "The item "
                + item
                + " was taken by another consumer or discarded before it could be removed; nothing"
                + " was changed.");
      }
    }
  }

  /** Reads an entry without waiting for changes under way. */
  byte[] glance(EntryKey key) {
    return patiently(() -> node.store().glance(key));
  }

  /** Reads an entry once the changes under way on it are decided. */
  byte[] read(EntryKey key) {
    return patiently(() -> node.store().read(key));
  }

  /** The prepared branches and decided commits. */
  Map<EntryKey, byte[]> records() {
    return patiently(() -> node.store().records());
  }

  /**
   * Seen while a primary copy dies: the engine calls an entry absent that is there. Believed only
   * when a reading agrees.
   */
  private boolean isReal(Change.Step conflict) {
    return !conflict.isPossible(read(conflict.key()));
  }

  private boolean happened(Change change, OutcomeUnknownException unknown) {
    // A put of ours tells most: nobody else ever puts at that position.
    Change.Step probe = null;
    for (Change.Step step : change.steps()) {
      if (step.kind() == Change.Kind.PUT_NEW) {
        probe = step;
      } else if (probe == null && step.kind() == Change.Kind.REMOVE) {
        probe = step;
      }
    }
    if (probe == null) {
      return false;
    }
    EntryKey key = probe.key();
    try {
      boolean present = patiently(() -> node.store().read(key)) != null;
      return present == (probe.kind() == Change.Kind.PUT_NEW);
    } catch (RuntimeException e) {
      unknown.addSuppressed(e);
      throw unknown;
    }
  }

  private <T> T patiently(Supplier<T> read) {
    Deadline patience = Deadline.after(PATIENCE_MILLIS);
    while (true) {
      try {
        return read.get();
      } catch (NothingChangedException e) {
        pauseOrFail(patience, e);
      }
    }
  }

  /**
   * Waits until no change is on its way that nobody's thread waits for.
   *
   * @return false when the deadline passed first
   */
  boolean awaitEnd(Deadline deadline) throws InterruptedException {
    return singles.awaitEnd(deadline);
  }

  private static void pauseOrFail(Deadline patience, ClusterException failure) {
    if (patience.hasPassed()) {
      throw failure;
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
  }
}
