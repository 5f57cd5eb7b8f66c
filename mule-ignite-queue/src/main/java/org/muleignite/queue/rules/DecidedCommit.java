package org.muleignite.queue.rules;

import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit of a transaction that changes more than one item, which must not be left half done
 * when nodes die: first the decision is recorded in one entry, from then on it is committed; it is
 * carried out, the record is removed, and only then anybody learns of it. If this node dies in
 * between, {@link Redo} brings it to its end.
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
    this.record = Wire.encode(branch.isDecided() ? branch : branch.decided(desk.node().id()));
  }

  /** A key that no other record ever has. */
  static EntryKey newKey(LocalNode node, Area area) {
    String name = node.id() + "/" + node.nextTicket();
    return new EntryKey(area, name, name);
  }

  /**
   * Commits what is not recorded yet.
   *
   * @throws ChangeConflictException a claimed item was gone; nothing was changed, all is given back
   * @throws OutcomeUnknownException what is held is given back, or used, when it is known
   */
  synchronized void commitAtOnce() {
    try {
      committer().checkPresent(branch.required(false));
      committer().commit(new Change().putNew(key, record));
    } catch (OutcomeUnknownException e) {
      later(this::lookUp);
      throw e;
    } catch (RuntimeException e) {
      transaction.release();
      throw e;
    }
    try {
      desk.redo().carryOut(key, record, queue -> true);
      conclude();
    } catch (RuntimeException e) {
      finishLater(e);
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
      finishLater(e);
    }
  }

  private void finishLater(RuntimeException failure) {
    LOG.warn("The items of commit {} will be seen later: {}", key.name(), failure.toString());
    later(this::complete);
  }

  synchronized boolean isOver() {
    return over;
  }

  private void decide(boolean orphan) {
    committer().checkPresent(branch.required(orphan));
    try {
      committer().commit(new Change().same(key, Wire.encode(branch)).put(key, record));
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
      desk.redo().complete(key, queue -> true);
      conclude();
    }
  }

  private void conclude() {
    over = true;
    transaction.publish();
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
