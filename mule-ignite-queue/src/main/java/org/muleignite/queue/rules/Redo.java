package org.muleignite.queue.rules;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what is recorded as decided, as often as it takes: the engine forgets a commit that
 * is on its way when all nodes that take part in it die at once, and leaves it done by half.
 *
 * <p>Several nodes may redo the same at the same time, and a stop in the middle does no harm: what
 * is redone is locked by its record, which goes last, and by itself. While the record is there,
 * nobody is handed out an item of its queues, so nothing that was consumed comes back. Thread-safe.
 */
final class Redo {

  private static final long PAUSE_MILLIS = 1_000;

  /** Never written. */
  private static final EntryKey NOTHING = new EntryKey(Area.BRANCHES, "nothing", "nothing");

  private static final Logger LOG = LoggerFactory.getLogger(Redo.class);

  private final LocalNode node;
  private final Committer committer;

  Redo(LocalNode node, Committer committer) {
    this.node = node;
    this.committer = committer;
  }

  /**
   * Returns when everything is done and the record is gone. Blocks.
   *
   * @param record what is recorded; nothing is done when it is gone
   * @param receives which queues still take what is put into them
   */
  void complete(EntryKey key, byte[] record, Predicate<QueueRef> receives) {
    try {
      committer.commit(Wire.branch(record).toRedo(receives).same(key, record));
      // By itself: removed together with the rest, it could be gone and the rest half done.
      committer.commit(new Change().same(key, record).drop(key));
    } catch (ChangeConflictException gone) {
      LOG.debug("Somebody else finished {}", key, gone);
    }
  }

  /**
   * Before the queue is opened: redoes what nodes that are gone decided about it, in all queues
   * that are concerned. Blocks.
   */
  void ofQueue(QueueRef queue) {
    redo(branch -> branch.names(queue));
  }

  /**
   * Before anything that the dead node held is handed out again: redoes what it had decided. Never
   * blocks.
   *
   * @return completes when all is done; not before the store can be changed again
   */
  CompletableFuture<Void> ofNode(UUID dead) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    attempt(dead, done);
    return done;
  }

  private void attempt(UUID dead, CompletableFuture<Void> done) {
    CompletableFuture.runAsync(() -> redo(branch -> branch.node().equals(dead)), node.workers())
        .whenComplete(
            (over, failure) -> {
              if (failure == null) {
                done.complete(null);
                return;
              }
              LOG.warn("What node {} had decided is redone later: {}", dead, failure.toString());
              later(dead, done);
            });
  }

  private void later(UUID dead, CompletableFuture<Void> done) {
    try {
      node.timer().schedule(() -> attempt(dead, done), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
    }
  }

  private void redo(Predicate<Branch> concerned) {
    // Waits until what dead nodes had under way is decided: a record may have been among it.
    committer.read(NOTHING);
    committer
        .branches()
        .forEach(
            (name, record) -> {
              Branch branch = Wire.branch(record);
              if (branch.isDecided()
                  && concerned.test(branch)
                  && !node.membership().isMember(branch.node())) {
                complete(new EntryKey(Area.BRANCHES, name, name), record, this::exists);
                LOG.info("Commit {} of node {}, which is gone, is complete.", name, branch.node());
              }
            });
  }

  /**
   * A queue that was disposed since takes nothing. Neither does one in memory after a stop of the
   * whole cluster, unless it is in use again: nobody misses what was put into it before.
   */
  private boolean exists(QueueRef queue) {
    return committer.read(queue.header()) != null;
  }
}
