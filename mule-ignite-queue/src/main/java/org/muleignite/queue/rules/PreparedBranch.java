package org.muleignite.queue.rules;

/**
 * A transaction whose removals and puts are fixed and that only waits for its decision. May be the
 * branch of a node that died. Not thread-safe; blocks until the cluster decided.
 */
public final class PreparedBranch {

  private final Desk desk;
  private final EntryKey key;
  private final Branch branch;

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
    Change change = branch.toChange(isOrphan());
    if (key != null) {
      change.remove(key);
    }
    try {
      desk.committer().commit(change);
    } catch (OutcomeUnknownException e) {
      // Both are shown as if they were there: an item that turns out not to be is never handed out.
      for (Branch.Part part : branch.parts()) {
        Holdings taken = Holdings.ofClaims(part.claims());
        desk.publish(
            part.spec(), new Settlement(branch.node(), new long[0], part.positions(), taken));
      }
      throw e;
    } catch (RuntimeException e) {
      if (key == null) {
        release();
      }
      throw e;
    }
    publish();
  }

  private void publish() {
    for (Branch.Part part : branch.parts()) {
      Settlement settlement =
          new Settlement(branch.node(), part.claims(), part.positions(), Holdings.NONE);
      if (part.positions().length > 0) {
        desk.publish(part.spec(), settlement);
      } else {
        desk.removed(part.spec(), settlement);
      }
    }
  }

  /**
   * @throws ChangeConflictException another node decided the branch
   */
  public void rollback() {
    if (key != null) {
      // Nobody else decides for a living node, but several may try for a dead one.
      desk.committer().commit(isOrphan() ? new Change().remove(key) : new Change().drop(key));
    }
    release();
  }

  private boolean isOrphan() {
    return !branch.node().equals(desk.node().id());
  }

  /** Gives claims and positions back. */
  void release() {
    for (Branch.Part part : branch.parts()) {
      Holdings holdings = new Holdings(part.claims(), part.positions(), new long[0]);
      desk.release(part.spec(), Settlement.released(branch.node(), holdings));
    }
  }
}
