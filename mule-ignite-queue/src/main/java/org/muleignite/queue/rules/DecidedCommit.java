package org.muleignite.queue.rules;

import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit of a transaction over several queues that must not be left half done when all nodes
 * die at once: first the decision is recorded in one entry, then it is carried out, then the record
 * is removed, and only then anybody learns of it. If this node dies in between, {@link Redo} brings
 * it to its end.
 *
 * <p>What cannot be finished while the caller waits goes on in the background. Thread-safe; blocks.
 */
final class DecidedCommit {

  private static final long PAUSE_MILLIS = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(DecidedCommit.class);

  private final Desk desk;
  private final PreparedBranch transaction;
  private final EntryKey key;
  private final Branch branch;
  private final byte[] record;
  private boolean over;

  /**
   * @param key of the record
   */
  DecidedCommit(Desk desk, PreparedBranch transaction, EntryKey key, Branch branch) {
    this.desk = desk;
    this.transaction = transaction;
    this.key = key;
    this.branch = branch;
    this.record = Wire.encode(branch.decided());
  }

  /** A key that no other record ever has. */
  static EntryKey newKey(LocalNode node) {
    String name = node.id() + "/" + node.nextTicket();
    return new EntryKey(Area.BRANCHES, name, name);
  }

  /**
   * Commits what is not recorded yet.
   *
   * @throws ChangeConflictException a claimed item was gone; nothing was changed, all is given back
   * @throws OutcomeUnknownException what is held is given back, or used, when it is known
   */
  synchronized void commitAtOnce() {
    try {
      committer().commit(new Change().putNew(key, record));
    } catch (OutcomeUnknownException e) {
      later(this::lookUp);
      throw e;
    } catch (RuntimeException e) {
      transaction.release();
      throw e;
    }
    try {
      committer().commit(branch.toChange(false));
    } catch (OutcomeUnknownException e) {
      later(this::complete);
      throw e;
    } catch (RuntimeException e) {
      withdraw(e);
      throw e;
    }
    try {
      conclude();
    } catch (RuntimeException e) {
      // It is done. Shown to others while it could still be redone, it could come twice.
      LOG.warn("The items of commit {} will be seen later: {}", key.name(), e.toString());
      later(this::conclude);
    }
  }

  /**
   * Commits what is recorded as prepared. Once the decision is recorded, it is committed.
   *
   * @param orphan whether its node is gone
   * @throws ChangeConflictException nothing happened: an item was gone, or it was decided elsewhere
   */
  synchronized void commitPrepared(boolean orphan) {
    if (over) {
      return;
    }
    if (!branch.isDecided()) {
      decide(orphan);
    }
    try {
      complete();
    } catch (RuntimeException e) {
      LOG.warn("The items of branch {} will be seen later: {}", key.name(), e.toString());
      later(this::complete);
    }
  }

  synchronized boolean isOver() {
    return over;
  }

  private void decide(boolean orphan) {
    Change decision = new Change().same(key, Wire.encode(branch)).put(key, record);
    for (Branch.Part part : branch.parts()) {
      QueueRef queue = part.spec().ref();
      // Items in memory may be gone with the dead: that must not keep it undecided for ever.
      if (!orphan || queue.isPersistent()) {
        for (int i = 0; i < part.claims().length; i += 2) {
          decision.present(queue.item(part.claims()[i]));
        }
      }
    }
    try {
      committer().commit(decision);
    } catch (ChangeConflictException e) {
      if (!isRecorded()) {
        throw e;
      }
      LOG.debug("An earlier attempt came true after all", e);
    } catch (OutcomeUnknownException e) {
      later(this::completeIfDecided);
      throw e;
    }
  }

  private synchronized void completeIfDecided() {
    if (isRecorded()) {
      complete();
    }
  }

  private boolean isRecorded() {
    return Arrays.equals(committer().read(key), record);
  }

  /** Nothing was changed, and nothing is to be. */
  private void withdraw(RuntimeException reason) {
    try {
      giveUp();
    } catch (RuntimeException e) {
      later(this::giveUp);
      OutcomeUnknownException unknown =
          new OutcomeUnknownException(
              "The outcome of a commit is unknown: it could not be done, nor be called off; it will"
                  + " happen as a whole or not at all: "
                  + reason.getMessage(),
              reason);
      unknown.addSuppressed(e);
      throw unknown;
    }
  }

  private synchronized void giveUp() {
    removeRecord();
    transaction.release();
  }

  private synchronized void lookUp() {
    if (committer().read(key) == null) {
      transaction.release();
    } else {
      complete();
    }
  }

  /** Whatever of it was done before. */
  private synchronized void complete() {
    if (!over) {
      desk.redo().complete(key, record, queue -> true);
      over = true;
      transaction.publish();
    }
  }

  private synchronized void conclude() {
    removeRecord();
    transaction.publish();
  }

  private void removeRecord() {
    try {
      committer().commit(new Change().remove(key));
    } catch (ChangeConflictException gone) {
      LOG.debug("An earlier attempt came true after all", gone);
    }
  }

  private Committer committer() {
    return desk.committer();
  }

  /** Until it succeeds, or this node is gone and others see to it. */
  private void later(Runnable task) {
    LocalNode node = desk.node();
    try {
      node.timer()
          .schedule(
              () -> node.committers().execute(() -> attempt(task)),
              PAUSE_MILLIS,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
    }
  }

  private void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.debug("{} is tried again", key, e);
      later(task);
    }
  }
}
