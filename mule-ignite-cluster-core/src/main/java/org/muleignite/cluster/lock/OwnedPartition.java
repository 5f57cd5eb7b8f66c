package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.muleignite.cluster.lock.OwnedLock.Claim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of one partition while this node owns it, granted first come, first served. A partition
 * that is not ready yet collects requests and reports, and grants nothing.
 *
 * <p>Thread-safe by its monitor; never blocks otherwise. Answers leave after the monitor: an answer
 * to this node runs the holder's code at once.
 */
final class OwnedPartition {

  private static final Logger LOGGER = LoggerFactory.getLogger(OwnedPartition.class);

  /** Zero: owned by another node. */
  private long epoch;

  private boolean ready;

  /** Set while another node is to own it. */
  private ClusterView lastSure;

  private final FencingNumbers numbers;
  private Map<String, OwnedLock> locks = new HashMap<>();

  /** Releases that overtook the report of what they release; only while not ready. */
  private final Set<String> releasedEarly = new HashSet<>();

  OwnedPartition(FencingNumbers numbers) {
    this.numbers = numbers;
  }

  /** Whether this node has been the one to own it in every view since its tenure began. */
  synchronized boolean isSure() {
    return epoch != 0 && lastSure == null;
  }

  /**
   * Another node is to own it. This one goes on until that one takes over, but only for those whom
   * it will ask what they hold.
   *
   * @param before the last view in which this node was the one
   */
  synchronized void doubt(ClusterView before) {
    if (epoch != 0 && lastSure == null) {
      lastSure = before;
    }
  }

  /** A tenure begins; who already waits here keeps its place. */
  synchronized void take(long newEpoch) {
    epoch = newEpoch;
    ready = false;
    lastSure = null;
    releasedEarly.clear();
    locks.values().forEach(lock -> lock.holder = null);
    locks.values().removeIf(OwnedLock::isUnused);
  }

  /** Another node begins a tenure. */
  synchronized void deposed(long otherEpoch, List<Runnable> after) {
    if (epoch != 0 && epoch < otherEpoch) {
      drop(after);
    }
  }

  /** The tenure is over: all who wait are sent to the new owner. */
  synchronized void drop(List<Runnable> after) {
    for (OwnedLock lock : locks.values()) {
      lock.waiting.forEach(claim -> answer(claim, LockAnswer.MOVED, after));
    }
    locks = new HashMap<>();
    releasedEarly.clear();
    lastSure = null;
    epoch = 0;
  }

  /** Adds what a node reported to the tenure of an epoch, unless the node has left. */
  synchronized void reported(
      long toEpoch, UUID node, List<Report.Held> held, Predicate<UUID> member) {
    if (epoch != toEpoch || !member.test(node)) {
      return;
    }
    for (Report.Held one : held) {
      if (!releasedEarly.contains(releaseKey(node, one.id, one.request))) {
        OwnedLock lock = locks.computeIfAbsent(one.id, id -> new OwnedLock());
        if (lock.holder != null) {
          LOGGER.error(
              "Lock '{}' was reported by node {} although node {} holds it.",
              one.id,
              node,
              lock.holder.node);
        }
        lock.holder = new Claim(node, one.request, true);
      }
    }
  }

  /** All nodes have reported to the tenure of an epoch. */
  synchronized void ready(long ofEpoch, List<Runnable> after) {
    if (epoch != ofEpoch || ready) {
      return;
    }
    ready = true;
    releasedEarly.clear();
    for (String id : new ArrayList<>(locks.keySet())) {
      OwnedLock lock = locks.get(id);
      grantNext(lock, after);
      if (lock.holder != null) {
        refuseTries(lock, after);
      }
      forgetUnused(id, lock);
    }
  }

  synchronized CompletableFuture<LockAnswer> acquire(
      String id, Claim claim, Predicate<UUID> member, List<Runnable> after) {
    if (epoch == 0
        || !member.test(claim.node)
        || (lastSure != null && !lastSure.contains(claim.node))) {
      return CompletableFuture.completedFuture(LockAnswer.MOVED);
    }
    OwnedLock lock = locks.computeIfAbsent(id, key -> new OwnedLock());
    if (lock.holder != null && lock.holder.node.equals(claim.node)) {
      // A node asks only for what it does not hold: its release is still under way.
      free(id, lock, after);
    }
    if (ready && lock.isUnused()) {
      lock.holder = claim;
      locks.put(id, lock);
      return CompletableFuture.completedFuture(granted());
    }
    if (ready && !claim.patient) {
      return CompletableFuture.completedFuture(LockAnswer.BUSY);
    }
    lock.waiting.add(claim);
    locks.put(id, lock);
    return claim.answer;
  }

  /** Null when nobody holds the id. */
  synchronized Claim holderOf(String id) {
    OwnedLock lock = locks.get(id);
    return lock == null ? null : lock.holder;
  }

  synchronized void cancel(String id, UUID node, long request, List<Runnable> after) {
    OwnedLock lock = locks.get(id);
    Claim claim = lock == null ? null : lock.withdraw(node, request);
    if (claim != null) {
      answer(claim, LockAnswer.CANCELLED, after);
      forgetUnused(id, lock);
    }
  }

  synchronized void release(String id, UUID node, long request, List<Runnable> after) {
    OwnedLock lock = locks.get(id);
    if (lock != null && lock.holder != null && lock.holder.is(node, request)) {
      free(id, lock, after);
    } else if (epoch != 0 && !ready) {
      releasedEarly.add(releaseKey(node, id, request));
    }
  }

  /** Frees an id whoever holds it; returns the former holder, null when it was free. */
  synchronized Claim force(String id, List<Runnable> after) {
    OwnedLock lock = locks.get(id);
    Claim former = lock == null ? null : lock.holder;
    if (former != null) {
      free(id, lock, after);
    }
    return former;
  }

  /** The node left: it waits no more. */
  synchronized void departed(UUID node) {
    for (Iterator<OwnedLock> all = locks.values().iterator(); all.hasNext(); ) {
      OwnedLock lock = all.next();
      lock.waiting.removeIf(claim -> claim.node.equals(node));
      if (lock.isUnused()) {
        all.remove();
      }
    }
  }

  /** The node that left cannot act on its locks any more: they are free. */
  synchronized void fenced(UUID node, List<Runnable> after) {
    for (String id : new ArrayList<>(locks.keySet())) {
      OwnedLock lock = locks.get(id);
      if (lock.holder != null && lock.holder.node.equals(node)) {
        free(id, lock, after);
      }
    }
  }

  synchronized int size() {
    return locks.size() + releasedEarly.size();
  }

  private void free(String id, OwnedLock lock, List<Runnable> after) {
    lock.holder = null;
    if (ready) {
      grantNext(lock, after);
    }
    forgetUnused(id, lock);
  }

  private void grantNext(OwnedLock lock, List<Runnable> after) {
    if (lock.holder == null && !lock.waiting.isEmpty()) {
      lock.holder = lock.waiting.poll();
      answer(lock.holder, granted(), after);
    }
  }

  private void refuseTries(OwnedLock lock, List<Runnable> after) {
    for (Iterator<Claim> all = lock.waiting.iterator(); all.hasNext(); ) {
      Claim claim = all.next();
      if (!claim.patient) {
        all.remove();
        answer(claim, LockAnswer.BUSY, after);
      }
    }
  }

  private LockAnswer granted() {
    return LockAnswer.granted(epoch, numbers.next());
  }

  private void forgetUnused(String id, OwnedLock lock) {
    if (lock.isUnused()) {
      locks.remove(id);
    }
  }

  private static void answer(Claim claim, LockAnswer answer, List<Runnable> after) {
    after.add(() -> claim.answer.complete(answer));
  }

  private static String releaseKey(UUID node, String id, long request) {
    return node + "/" + request + "/" + id;
  }
}
