package org.muleignite.cluster.membership;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Until when this node may act as a member: one lease duration after the last heartbeat that every
 * other member acknowledged, counted from when the heartbeat was sent, on this node's monotonic
 * clock, and never while those members and this node are fewer than the quorum. So a node that was
 * paused or cut off finds its lease expired before it can do harm, and others may take over one
 * lease duration after they stopped acknowledging. Thread-safe; never blocks. All times are {@link
 * System#nanoTime} values.
 */
final class MembershipLease {

  private final long leaseNanos;
  private final int quorum;
  private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
  private volatile long validUntil;
  private volatile boolean alone = true;
  private volatile boolean quorate;

  /**
   * @param quorum how many members, this one included, must acknowledge each other
   */
  MembershipLease(long leaseNanos, int quorum) {
    this.leaseNanos = leaseNanos;
    this.quorum = quorum;
    this.quorate = quorum <= 1;
  }

  /**
   * The members found at the start: this node may not act before each of them has acknowledged it.
   */
  synchronized void start(Collection<UUID> peers, long now) {
    peers.forEach(peer -> acknowledged.put(peer, now - leaseNanos));
    recompute();
  }

  /** Those who are not members any more no longer count. */
  synchronized void retain(Collection<UUID> peers) {
    acknowledged.keySet().retainAll(peers);
    recompute();
  }

  /**
   * A member asked this node for the first time: it begins to act, so from now on its
   * acknowledgement counts. Before that it is still starting and cannot answer.
   */
  synchronized void heardFrom(UUID peer, long now) {
    if (acknowledged.putIfAbsent(peer, now) == null) {
      recompute();
    }
  }

  /** One who was heard from is no member any more. */
  synchronized void forget(UUID peer) {
    acknowledged.remove(peer);
    recompute();
  }

  /** A peer acknowledged the heartbeat that was sent at the given time. */
  synchronized void acknowledged(UUID peer, long sentAt) {
    acknowledged.computeIfPresent(peer, (p, last) -> sentAt - last > 0 ? sentAt : last);
    recompute();
  }

  /** Whose acknowledgement counts. */
  Set<UUID> peers() {
    return new HashSet<>(acknowledged.keySet());
  }

  boolean isValid(long now) {
    return quorate && (alone || validUntil - now > 0);
  }

  private void recompute() {
    long oldest = Long.MAX_VALUE;
    boolean any = false;
    for (long at : acknowledged.values()) {
      oldest = any && at - oldest > 0 ? oldest : at;
      any = true;
    }
    if (any) {
      validUntil = oldest + leaseNanos;
    }
    alone = !any;
    quorate = acknowledged.size() + 1 >= quorum;
    notifyAll();
  }

  /** Waits until the lease is valid or the deadline has passed; returns whether it is. */
  synchronized boolean awaitValid(long deadline) throws InterruptedException {
    for (long now = System.nanoTime(); !isValid(now); now = System.nanoTime()) {
      long left = deadline - now;
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000 + 1);
    }
    return true;
  }
}
