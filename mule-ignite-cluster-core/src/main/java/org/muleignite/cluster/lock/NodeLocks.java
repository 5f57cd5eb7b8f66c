package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeGoneException;

/**
 * The ids that threads of this node hold or wait for. An id is in the table only for as long as
 * that is so. Everything is lost with the node; the owners then release it.
 *
 * <p>Thread-safe. {@link #acquire} blocks, nothing else does.
 */
final class NodeLocks {

  private final ConcurrentMap<String, NodeLock> locks = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final Promises promises = new Promises();
  private final Membership membership;
  private final ClusterClock clock;
  private final FencingNumbers numbers;
  private final LockPort port;
  private final LockTimer timer;
  private volatile ClusterUnavailableException closed;

  NodeLocks(
      Membership membership,
      ClusterClock clock,
      FencingNumbers numbers,
      LockPort port,
      LockTimer timer) {
    this.membership = membership;
    this.clock = clock;
    this.numbers = numbers;
    this.port = port;
    this.timer = timer;
  }

  /**
   * Blocks until the calling thread holds the id or its patience is over.
   *
   * @return whether it holds it
   * @throws InterruptedException when the patience allows for it; the id is not held then
   * @throws ClusterUnavailableException when this node may not act; the id is not held then
   */
  boolean acquire(String id, Patience patience) throws InterruptedException {
    checkMember();
    Waiter waiter = new Waiter(Thread.currentThread(), patience.waits());
    NodeLock lock = lockOf(id);
    NodeLock.Entry entry = enter(lock, waiter);
    while (entry == NodeLock.Entry.RETIRED) {
      lock = lockOf(id);
      entry = enter(lock, waiter);
    }
    if (entry != NodeLock.Entry.QUEUED) {
      return entry == NodeLock.Entry.REENTERED;
    }
    return await(lock, waiter, patience);
  }

  /**
   * @throws IllegalMonitorStateException when the calling thread does not hold the id
   * @throws ClusterException when it has lost the id before; it does not hold it any more
   */
  void release(String id) {
    NodeLock lock = locks.get(id);
    if (lock == null) {
      throw notHeld(id);
    }
    Step step = new Step();
    lock.unlock(Thread.currentThread(), step);
    run(lock, step);
    if (step.lost != null) {
      throw new ClusterException(
          "Lock '"
              + id
              + "' was lost before it was unlocked, and what it guards may have been changed by"
              + " others meanwhile: "
              + step.lost);
    }
  }

  /** See {@link FencedLock#fencingNumber()}. */
  long fencingNumber(String id) {
    checkMember();
    NodeLock lock = locks.get(id);
    if (lock == null) {
      throw notHeld(id);
    }
    return lock.fencingNumber(Thread.currentThread());
  }

  /**
   * What this node holds in some partitions, for the node that owns them from an epoch on. Grants
   * of lesser epochs are not accepted from now on.
   */
  List<Report.Held> report(UUID owner, long epoch, BitSet partitions) {
    BitSet latest = new BitSet(ClusterView.PARTITIONS);
    partitions.stream()
        .filter(partition -> promises.promise(partition, epoch))
        .forEach(latest::set);
    List<Report.Held> held = new ArrayList<>();
    for (NodeLock lock : locks.values()) {
      if (partitions.get(lock.partition())) {
        Grant grant = lock.report(latest.get(lock.partition()) ? owner : null, epoch);
        if (grant != null) {
          held.add(new Report.Held(lock.id(), grant.request, grant.fencing));
        }
      }
    }
    return held;
  }

  /** Whether a request was granted and not given back yet, as far as this node can know. */
  boolean holds(String id, long request) {
    NodeLock lock = locks.get(id);
    return lock != null && lock.holds(request);
  }

  /** The owner took a grant back. */
  void revoke(String id, long request, String reason) {
    NodeLock lock = locks.get(id);
    if (lock != null) {
      Step step = new Step();
      lock.revoke(request, reason, step);
      run(lock, step);
    }
  }

  /**
   * This node has lost the cluster or leaves it: waiting threads fail with the cause, holding ones
   * when they unlock, new ones at once. Final.
   */
  void close(ClusterUnavailableException cause) {
    closed = cause;
    locks.values().forEach(lock -> lose(lock, cause));
  }

  /**
   * This node may not act for now: as {@link #close}, but locks may be taken again as soon as the
   * node is a member again.
   */
  void suspend(ClusterUnavailableException cause) {
    for (NodeLock lock : locks.values()) {
      Step step = new Step();
      lock.suspend(cause, step);
      run(lock, step);
    }
  }

  /** What threads of this node hold or wait for; a line without holder has only waiters. */
  List<LockLine> lines() {
    List<LockLine> lines = new ArrayList<>();
    for (NodeLock lock : locks.values()) {
      lines.add(new LockLine(lock.id(), lock.holding(), lock.waiting()));
    }
    return lines;
  }

  /** How many ids this node keeps anything about. */
  int size() {
    return locks.size();
  }

  Promises promises() {
    return promises;
  }

  ClusterClock clock() {
    return clock;
  }

  Request newRequest(String id, boolean patient) {
    return new Request(requests.incrementAndGet(), port.ownerOf(id), patient);
  }

  private NodeLock lockOf(String id) {
    NodeLock present = locks.get(id);
    return present != null ? present : locks.computeIfAbsent(id, key -> new NodeLock(key, this));
  }

  private NodeLock.Entry enter(NodeLock lock, Waiter waiter) {
    Step step = new Step();
    NodeLock.Entry entry = lock.enter(waiter, step);
    run(lock, step);
    ClusterUnavailableException cause = closed;
    if (entry == NodeLock.Entry.QUEUED && cause != null) {
      // Only now: the sweep of close() may have come before this thread queued.
      lose(lock, cause);
    }
    return entry;
  }

  private boolean await(NodeLock lock, Waiter waiter, Patience patience)
      throws InterruptedException {
    try {
      waiter.await(patience);
    } catch (InterruptedException e) {
      leave(lock, waiter);
      if (waiter.outcome() == Waiter.Outcome.GRANTED) {
        release(lock.id());
      }
      throw e;
    }
    leave(lock, waiter);
    if (waiter.outcome() == Waiter.Outcome.FAILED) {
      throw rethrown(waiter.failure());
    }
    return waiter.outcome() == Waiter.Outcome.GRANTED && confirmed(lock.id());
  }

  /** A node that was paused between the grant and now may have been replaced meanwhile. */
  private boolean confirmed(String id) {
    try {
      checkMember();
      return true;
    } catch (ClusterException e) {
      try {
        release(id);
      } catch (ClusterException lost) {
        e.addSuppressed(lost);
      }
      throw e;
    }
  }

  private void checkMember() {
    membership.checkMember();
    ClusterUnavailableException cause = closed;
    if (cause != null) {
      throw rethrown(cause);
    }
  }

  private void leave(NodeLock lock, Waiter waiter) {
    if (waiter.outcome() == null) {
      Step step = new Step();
      lock.leave(waiter, step);
      run(lock, step);
    }
  }

  private void lose(NodeLock lock, ClusterUnavailableException cause) {
    Step step = new Step();
    lock.lose(cause, step);
    run(lock, step);
  }

  private void run(NodeLock lock, Step step) {
    if (step.retired) {
      locks.remove(lock.id(), lock);
    }
    if (step.giveBack != null) {
      port.release(step.giveBack.owner, lock.id(), step.giveBack.request);
    }
    if (step.cancel != null) {
      port.cancel(step.cancel.owner, lock.id(), step.cancel.number);
    }
    if (step.ask != null) {
      ask(lock, step.ask);
    }
    if (step.askLater != null) {
      timer.soon(() -> askAgain(lock));
    }
  }

  private void ask(NodeLock lock, Request request) {
    port.acquire(request.owner, lock.id(), request.number, request.patient)
        .whenComplete((answer, failure) -> answered(lock, request, answer, failure));
  }

  private void answered(NodeLock lock, Request request, LockAnswer answer, Throwable failure) {
    Step step = new Step();
    if (failure == null) {
      numbers.note(answer.fencing);
      lock.answered(request, answer, step);
    } else if (isPassing(Causes.unwrapped(failure))) {
      lock.answered(request, LockAnswer.MOVED, step);
    } else {
      lock.failed(failed(lock.id(), Causes.unwrapped(failure)), step);
    }
    run(lock, step);
  }

  private void askAgain(NodeLock lock) {
    Step step = new Step();
    lock.askAgain(step);
    run(lock, step);
  }

  private static IllegalMonitorStateException notHeld(String id) {
    return new IllegalMonitorStateException(
        "Lock '" + id + "' is not held by thread '" + Thread.currentThread().getName() + "'.");
  }

  /** A copy, for several threads share the failure. */
  private static ClusterException rethrown(RuntimeException failure) {
    return failure instanceof ClusterUnavailableException
        ? new ClusterUnavailableException(failure.getMessage(), failure)
        : new ClusterException(failure.getMessage(), failure);
  }

  private static ClusterException failed(String id, Throwable cause) {
    return new ClusterException("Lock '" + id + "' could not be taken: " + cause, cause);
  }

  /** The owner has left or does not serve: another one, or it, will. */
  private static boolean isPassing(Throwable failure) {
    return failure instanceof NodeGoneException || failure instanceof ClusterUnavailableException;
  }
}
