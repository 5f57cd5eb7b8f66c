package org.muleignite.cluster.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/**
 * One id on this node: who of its threads holds it, who waits, and what is asked of the owner. At
 * most one request is on its way, for all waiters together; it leaves the table when nothing of
 * this is left.
 *
 * <p>Thread-safe by its monitor, under which nothing is sent: each transition says in a {@link
 * Step} what is left to do. Never blocks otherwise.
 */
final class NodeLock {

  /**
   * So many times a node passes a grant on to its next thread before it goes back to the owner:
   * saves the round trips under contention, and bounds the wait of the other nodes.
   */
  static final int HAND_OVERS = 8;

  /** How a thread got in. */
  enum Entry {
    REENTERED,
    REFUSED,
    QUEUED,
    /** Too late: this object has left the table. */
    RETIRED
  }

  private final String id;
  private final int partition;
  private final NodeLocks table;
  private final Deque<Waiter> waiters = new ArrayDeque<>(2);
  private final List<LostHold> lost = new ArrayList<>(0);

  /** Null exactly when no thread of this node holds the id. */
  private Grant grant;

  private Thread holder;
  private int holds;
  private int handOvers;
  private long sinceMillis;
  private Request asked;
  private boolean retired;

  NodeLock(String id, NodeLocks table) {
    this.id = id;
    this.partition = ClusterView.partitionOf(id);
    this.table = table;
  }

  String id() {
    return id;
  }

  int partition() {
    return partition;
  }

  synchronized Entry enter(Waiter waiter, Step step) {
    if (retired) {
      return Entry.RETIRED;
    }
    if (holder == waiter.thread) {
      holds = Math.incrementExact(holds);
      return Entry.REENTERED;
    }
    if (!waiter.patient && (holder != null || !waiters.isEmpty())) {
      return Entry.REFUSED;
    }
    waiters.add(waiter);
    ask(step);
    return Entry.QUEUED;
  }

  /** The thread gives up, unless its wait was settled meanwhile. */
  synchronized void leave(Waiter waiter, Step step) {
    if (waiter.outcome() != null) {
      return;
    }
    waiters.remove(waiter);
    if (waiters.isEmpty() && asked != null) {
      step.cancel = asked;
    }
  }

  synchronized void answered(Request request, LockAnswer answer, Step step) {
    asked = null;
    switch (answer.kind) {
      case GRANTED:
        granted(new Grant(request.owner, answer.epoch, request.number, answer.fencing), step);
        break;
      case BUSY:
        refuseTries();
        ask(step);
        break;
      case MOVED:
        askLater(step);
        break;
      default:
        ask(step);
    }
    retireIfIdle(step);
  }

  /** The short wait after an answer {@code MOVED} is over. */
  synchronized void askAgain(Step step) {
    asked = null;
    ask(step);
    retireIfIdle(step);
  }

  /** The request, and with it every waiter, failed. */
  synchronized void failed(RuntimeException cause, Step step) {
    asked = null;
    failWaiters(cause);
    retireIfIdle(step);
  }

  /**
   * @throws IllegalMonitorStateException when the thread does not hold the lock
   */
  synchronized void unlock(Thread thread, Step step) {
    if (holder != thread) {
      step.lost = unlockLost(thread);
      retireIfIdle(step);
    } else if (--holds == 0) {
      passOn(step);
    }
  }

  synchronized boolean isHeldBy(Thread thread) {
    return holder == thread;
  }

  synchronized long fencingNumber(Thread thread) {
    if (holder != thread) {
      throw new IllegalMonitorStateException(notHeld(thread));
    }
    return grant.fencing + handOvers;
  }

  /**
   * The grant of this node, if any. From now on it is given back to the node that it is reported
   * to; null: to the present one.
   */
  synchronized Grant report(UUID newOwner, long epoch) {
    if (grant != null && newOwner != null) {
      grant = grant.reportedTo(newOwner, epoch);
    }
    return grant;
  }

  /** Whether a request was granted, or may have been, and is not given back. */
  synchronized boolean holds(long request) {
    return (grant != null && grant.request == request)
        || (asked != null && asked.number == request);
  }

  /** The owner took the grant back; the holding thread learns it when it unlocks. */
  synchronized void revoke(long request, String reason, Step step) {
    if (grant != null && grant.request == request) {
      loseHold(reason);
      ask(step);
    }
  }

  /** This node is no longer a member: nobody holds anything and nobody waits. */
  synchronized void lose(RuntimeException cause, Step step) {
    if (grant != null) {
      loseHold(cause.getMessage());
    }
    failWaiters(cause);
    retireIfIdle(step);
  }

  /**
   * This node may not act for now: the holding thread learns it when it unlocks, nobody waits any
   * more, and the owner may grant the lock to others.
   */
  synchronized void suspend(RuntimeException cause, Step step) {
    step.giveBack = grant;
    step.cancel = asked;
    lose(cause, step);
  }

  /** One line for operators: holder and waiters; null when no thread holds it. */
  synchronized HeldLock.Holding holding() {
    return grant == null
        ? null
        : new HeldLock.Holding(holder.getName(), sinceMillis, grant.fencing + handOvers);
  }

  synchronized int waiting() {
    return waiters.size();
  }

  private void granted(Grant offered, Step step) {
    if (waiters.isEmpty()) {
      step.giveBack = offered;
    } else if (table.promises().accepts(partition, offered.epoch)) {
      grant = offered;
      handOvers = 0;
      handTo(waiters.poll());
    } else {
      // A predecessor of the present owner granted it, and its tenure is over: it never counted.
      ask(step);
    }
  }

  private void passOn(Step step) {
    Waiter next = handOvers < HAND_OVERS ? waiters.poll() : null;
    if (next != null) {
      handOvers++;
      handTo(next);
      return;
    }
    step.giveBack = grant;
    grant = null;
    holder = null;
    ask(step);
    retireIfIdle(step);
  }

  private void handTo(Waiter next) {
    holder = next.thread;
    holds = 1;
    sinceMillis = table.clock().currentTimeMillis();
    next.grant();
  }

  private void ask(Step step) {
    if (asked == null && grant == null && !waiters.isEmpty()) {
      asked = newRequest();
      step.ask = asked;
    }
  }

  private void askLater(Step step) {
    if (!waiters.isEmpty()) {
      asked = newRequest();
      step.askLater = asked;
    }
  }

  private Request newRequest() {
    boolean patient = waiters.stream().anyMatch(waiter -> waiter.patient);
    return table.newRequest(id, patient);
  }

  private void refuseTries() {
    for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (!waiter.patient) {
        all.remove();
        waiter.refuse();
      }
    }
  }

  private void failWaiters(RuntimeException cause) {
    waiters.forEach(waiter -> waiter.fail(cause));
    waiters.clear();
  }

  private void loseHold(String reason) {
    // A thread that died with the lock cannot ask for it any more.
    lost.removeIf(hold -> !hold.thread.isAlive());
    lost.add(new LostHold(holder, holds, reason));
    grant = null;
    holder = null;
  }

  private String unlockLost(Thread thread) {
    for (Iterator<LostHold> all = lost.iterator(); all.hasNext(); ) {
      LostHold hold = all.next();
      if (hold.thread == thread) {
        if (hold.unlock()) {
          all.remove();
        }
        return hold.reason;
      }
    }
    throw new IllegalMonitorStateException(notHeld(thread));
  }

  private String notHeld(Thread thread) {
    return "Lock '" + id + "' is not held by thread '" + thread.getName() + "'.";
  }

  private void retireIfIdle(Step step) {
    if (grant == null && asked == null && waiters.isEmpty() && lost.isEmpty()) {
      retired = true;
      step.retired = true;
    }
  }
}
