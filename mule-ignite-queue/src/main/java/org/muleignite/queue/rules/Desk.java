package org.muleignite.queue.rules;

import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles with the owners what this node holds. Nothing here can fail a transaction that is
 * decided: what cannot be told now is told later, and a new owner finds it out by itself.
 * Thread-safe.
 */
final class Desk {

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  private final LocalNode node;
  private final Router router;
  private final Grants grants;
  private final Held held;
  private final Committer committer;
  private final OwnerCommit commits;
  private final Redo redo;

  Desk(LocalNode node, Router router, Grants grants, Held held, Redo redo) {
    this.node = node;
    this.router = router;
    this.grants = grants;
    this.held = held;
    this.committer = redo.committer();
    this.commits = new OwnerCommit(node, router);
    this.redo = redo;
  }

  /**
   * @return OK, EMPTY when there was no room in time, or PAIRED when a consumer waits for it
   */
  QueueReply put(QueueSpec spec, byte[] item, Deadline deadline) throws InterruptedException {
    return commits.put(spec, item, deadline);
  }

  /**
   * Lets the owner change one queue; everything that was held for it is settled afterwards, if
   * nothing was changed by giving it back.
   *
   * @param tail how many of the items go to the end
   * @param rooms taken by the items so far
   * @throws ChangeConflictException a claimed item was gone; nothing was changed
   */
  void commit(QueueSpec spec, Load load, int tail, long[] rooms) {
    try {
      commits.commit(spec, load, tail, rooms);
    } catch (RuntimeException e) {
      // Also when nobody knows: an item that turns out not to be there is never handed out.
      Holdings back = new Holdings(load.claims, new long[0], rooms);
      settle(spec, Settlement.released(node.id(), back));
      throw e;
    }
    Holdings used = Holdings.ofRooms(rooms);
    held.drop(spec.ref(), new Settlement(node.id(), load.claims, new long[0], used));
  }

  Grants grants() {
    return grants;
  }

  Committer committer() {
    return committer;
  }

  Redo redo() {
    return redo;
  }

  LocalNode node() {
    return node;
  }

  /** Positions for items that must get one, whatever the capacity. */
  long[] assign(QueueSpec spec, int tail, int head, long[] rooms) {
    Settlement convert = Settlement.released(node.id(), Holdings.ofRooms(rooms));
    QueueRequest request =
        new QueueRequest(
            QueueRequest.Op.ASSIGN, spec, new long[] {0, 0, tail, head}, convert, Load.NONE);
    return uninterruptibly(() -> grants.ask(request, Deadline.after(0))).positions;
  }

  /**
   * Returns when the owner's index shows it, so that every node sees from now on what is put, and
   * may take what is given back.
   */
  void settle(QueueSpec spec, Settlement settlement) {
    // Struck out first: a new owner that asks in between finds the items in the cache, and must not
    // learn of a claim given back.
    Set<UUID> informed = held.drop(spec.ref(), settlement);
    tell(spec, settlement);
    // This node may have told the owner before: the one that learned of it as held waits for it.
    for (UUID owner : informed) {
      tellAlso(owner, spec, settlement);
    }
  }

  private void tellAlso(UUID owner, QueueSpec spec, Settlement settlement) {
    try {
      router.askOnceUninterruptibly(owner, QueueRequest.settle(spec, settlement));
    } catch (RuntimeException e) {
      // It looks again by itself, or is owner no more.
      LOG.debug("Node {} could not be told of {}", owner, spec.ref(), e);
    }
  }

  /** The items are gone already: the owner need not be waited for. */
  void removed(QueueSpec spec, Settlement settlement) {
    router.askLater(QueueRequest.settle(spec, settlement), () -> held.drop(spec.ref(), settlement));
  }

  private void tell(QueueSpec spec, Settlement settlement) {
    QueueRequest request = QueueRequest.settle(spec, settlement);
    try {
      router.askUninterruptibly(request);
    } catch (RuntimeException e) {
      LOG.warn("The owner of {} will be told later: {}", spec.ref(), e.toString());
      router.askLater(request, () -> {});
    }
  }

  /** A call that may be interrupted and holds nothing then. */
  private interface Interruptible<T> {
    T call() throws InterruptedException;
  }

  private static <T> T uninterruptibly(Interruptible<T> call) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.call();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
