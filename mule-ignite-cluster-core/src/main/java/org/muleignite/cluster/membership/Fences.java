package org.muleignite.cluster.membership;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.muleignite.cluster.api.MembershipChange;

/**
 * Tells when a node that departed can no longer act: at once if it left in order, after its lease
 * must have run out if it failed. Thread-safe, never blocks; futures complete on the given thread.
 */
final class Fences {

  private final ScheduledExecutorService thread;
  private final long leaseNanos;
  private final Predicate<UUID> isMember;
  private final Map<UUID, CompletableFuture<Void>> fences = new ConcurrentHashMap<>();
  private final Set<UUID> failing = ConcurrentHashMap.newKeySet();

  Fences(ScheduledExecutorService thread, long leaseNanos, Predicate<UUID> isMember) {
    this.thread = thread;
    this.leaseNanos = leaseNanos;
    this.isMember = isMember;
  }

  /** A node failed. To be called before it is out of the view. */
  void failing(UUID node) {
    failing.add(node);
  }

  /**
   * The node is out of the view: from now on no member of this view acknowledges it, so its lease
   * ends one duration later.
   */
  void raise(MembershipChange change) {
    long waits = change.kind() == MembershipChange.Kind.FAILED ? leaseNanos : 0;
    ScheduledFuture<?> unused =
        thread.schedule(() -> complete(change.node()), waits, TimeUnit.NANOSECONDS);
  }

  /** See {@link org.muleignite.cluster.api.Membership#fenced}. */
  CompletableFuture<Void> of(UUID node) {
    CompletableFuture<Void> asked = fences.computeIfAbsent(node, n -> new CompletableFuture<>());
    if (isMember.test(node) || failing.contains(node)) {
      return asked;
    }
    fences.remove(node, asked);
    asked.complete(null);
    return asked;
  }

  private void complete(UUID node) {
    failing.remove(node);
    CompletableFuture<Void> fence = fences.remove(node);
    if (fence != null) {
      fence.complete(null);
    }
  }
}
