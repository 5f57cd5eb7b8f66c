package org.muleignite.queue.rules;

import org.muleignite.cluster.api.ClusterException;

/**
 * A transaction whose removals and puts are fixed and that only waits for its decision. May be the
 * branch of a node that died. Not thread-safe; blocks until the cluster decided.
 */
public final class PreparedBranch {

  private final Desk desk;
  private final EntryKey key;
  private final Branch branch;
  private DecidedCommit commit;

  /**
   * @param key of the durable record, or null when there is none
   */
  PreparedBranch(Desk desk, EntryKey key, Branch branch) {
    this.desk = desk;
    this.key = key;
    this.branch = branch;
  }

  /** Writes the durable record; when that fails, the transaction is rolled back. */
  void record() {
    try {
      desk.committer().commit(new Change().putNew(key, Wire.encode(branch)));
    } catch (OutcomeUnknownException e) {
      // Perhaps it is recorded: then only a decision may end it.
      throw e;
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  /**
   * @throws ChangeConflictException nothing happened: an item was gone, or another node decided the
   *     branch
   */
  public void commit() {
    if (key == null) {
      EntryKey record = DecidedCommit.newKey(desk.node(), branch.area());
      new DecidedCommit(desk, this, record, branch).commitAtOnce();
      return;
    }
    if (commit == null) {
      commit = new DecidedCommit(desk, this, key, branch);
    }
    commit.commitPrepared(isOrphan());
  }

  /** Everybody learns that it is committed. */
  void publish() {
    for (Branch.Part part : branch.parts()) {
      Settlement settlement =
          new Settlement(branch.node(), part.claims(), part.positions(), Holdings.NONE);
      if (part.positions().length > 0) {
        desk.settle(part.spec(), settlement);
      } else {
        desk.removed(part.spec(), settlement);
      }
    }
  }

  /**
   * @throws ChangeConflictException another node decided the branch
   * @throws ClusterException it is decided already that it is committed
   */
  public void rollback() {
    if (branch.isDecided() || commit != null && commit.isOver()) {
      throw decidedBefore(null);
    }
    if (key != null) {
      removeRecord();
    }
    release();
  }

  private void removeRecord() {
    try {
      desk.committer().commit(new Change().same(key, Wire.encode(branch)).remove(key));
    } catch (ChangeConflictException e) {
      if (desk.committer().read(key) != null) {
        throw decidedBefore(e);
      }
      // Nobody else decides for a living node, but several may try for a dead one.
      if (isOrphan()) {
        throw e;
      }
    }
  }

  private ClusterException decidedBefore(Exception e) {
    return new ClusterException(
        "Branch " + key.name() + " cannot be rolled back: its commit was decided before.", e);
  }

  private boolean isOrphan() {
    return !branch.node().equals(desk.node().id());
  }

  /** Gives claims and positions back. */
  void release() {
    for (Branch.Part part : branch.parts()) {
      Holdings holdings = new Holdings(part.claims(), part.positions(), new long[0]);
      desk.settle(part.spec(), Settlement.released(branch.node(), holdings));
    }
  }
}
