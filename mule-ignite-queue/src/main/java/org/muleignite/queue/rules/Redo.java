package org.muleignite.queue.rules;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what is recorded as decided, as often as it takes: the node that decided it may have
 * died in the middle, and all nodes with it.
 *
 * <p>Only the node that the record names carries it out; when that one is gone, another puts its
 * own name into the record first. While the record is there, nobody is handed out an item of its
 * queues, so nothing that was consumed comes back, and a stop in the middle does no harm.
 * Thread-safe.
 */
final class Redo {

  private static final long PAUSE_MILLIS = 1_000;
  private static final long LOOK_MILLIS = 100;

  /** Never written. */
  private static final EntryKey[] NOTHING = {
    new EntryKey(Area.DECISIONS, "nothing", "nothing"),
    new EntryKey(Area.BRANCHES, "nothing", "nothing")
  };

  private static final Logger LOG = LoggerFactory.getLogger(Redo.class);

  private final LocalNode node;
  private final Committer committer;

  /** What a thread of this node is at. */
  private final Set<EntryKey> active = ConcurrentHashMap.newKeySet();

  Redo(LocalNode node, Committer committer) {
    this.node = node;
    this.committer = committer;
  }

  Committer committer() {
    return committer;
  }

  /**
   * Returns when everything is done and the record is gone; at once when it is gone already.
   * Blocks.
   *
   * @param receives which queues still take what is put into them
   * @throws NothingChangedException somebody else is at it, or was a moment ago
   */
  void complete(EntryKey key, Predicate<QueueRef> receives) {
    if (!active.add(key)) {
      throw elsewhere(key);
    }
    try {
      byte[] present = committer.read(key);
      if (present != null) {
        carryOut(key, mine(key, present), receives);
      }
    } finally {
      active.remove(key);
    }
  }

  /** The record with this node's name in it. */
  private byte[] mine(EntryKey key, byte[] record) {
    Branch branch = Wire.branch(record);
    UUID executor = branch.executor();
    if (node.id().equals(executor)) {
      return record;
    }
    if (executor == null || node.membership().isMember(executor)) {
      throw elsewhere(key);
    }
    byte[] mine = Wire.encode(branch.decided(node.id()));
    try {
      committer.commit(new Change().same(key, record).put(key, mine));
    } catch (ChangeConflictException e) {
      throw new NothingChangedException("Somebody else took over " + key + '.', e);
    }
    return mine;
  }

  private static NothingChangedException elsewhere(EntryKey key) {
    return new NothingChangedException(key + " is being carried out elsewhere.", null);
  }

  /**
   * The same for the first time, by who has just recorded it: nobody else can be at it.
   *
   * @param record with this node's name in it
   */
  void carryOut(EntryKey key, byte[] record, Predicate<QueueRef> receives) {
    committer.commit(Wire.branch(record).toChange(receives));
    try {
      committer.commit(new Change().same(key, record).drop(key));
    } catch (ChangeConflictException gone) {
      LOG.debug("An earlier attempt to remove {} came true after all", key, gone);
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
    Arrays.stream(NOTHING).forEach(committer::read);
    while (!redoOnce(concerned)) {
      // Somebody else is at it. Its record is all that tells when it is done.
      node.membership().checkMember();
      if (Thread.currentThread().isInterrupted()) {
        throw new ClusterUnavailableException("This node is stopping.");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }

  /**
   * @return false when somebody else is at some of it
   */
  private boolean redoOnce(Predicate<Branch> concerned) {
    boolean done = true;
    for (Map.Entry<EntryKey, byte[]> entry : committer.records().entrySet()) {
      Branch branch = Wire.branch(entry.getValue());
      if (branch.isDecided()
          && concerned.test(branch)
          && !node.membership().isMember(branch.node())) {
        done &= redo(entry.getKey(), branch);
      }
    }
    return done;
  }

  private boolean redo(EntryKey key, Branch branch) {
    try {
      complete(key, this::exists);
    } catch (NothingChangedException e) {
      LOG.debug("Waits for {}", key, e);
      return false;
    }
    LOG.info("Commit {} of node {}, which is gone, is complete.", key.name(), branch.node());
    return true;
  }

  /**
   * A queue that was disposed since takes nothing. Neither does one in memory after a stop of the
   * whole cluster, unless it is in use again: nobody misses what was put into it before.
   */
  private boolean exists(QueueRef queue) {
    return committer.read(queue.header()) != null;
  }
}
