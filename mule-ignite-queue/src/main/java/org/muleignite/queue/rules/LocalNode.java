package org.muleignite.queue.rules;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.muleignite.cluster.api.Membership;

/** What every part of the queues on this node shares. Thread-safe. */
final class LocalNode {

  private final ItemStore store;
  private final Membership membership;
  private final ScheduledExecutorService timer;
  private final Executor workers;
  private final Executor committers;
  private final Delegations delegations;
  private final Set<UUID> departed = ConcurrentHashMap.newKeySet();
  private final AtomicLong tickets = new AtomicLong();

  /**
   * @param timer for deadlines; never does more than memory operations
   * @param workers for what may block: builds, clears, clean-up after dead nodes
   * @param committers for changes that others wait for
   */
  LocalNode(
      ItemStore store,
      Membership membership,
      ScheduledExecutorService timer,
      Executor workers,
      Executor committers) {
    this.store = store;
    this.membership = membership;
    this.timer = timer;
    this.workers = workers;
    this.committers = committers;
    this.delegations = new Delegations(store, membership.localNode());
  }

  UUID id() {
    return membership.localNode();
  }

  ItemStore store() {
    return store;
  }

  Membership membership() {
    return membership;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  Executor workers() {
    return workers;
  }

  Executor committers() {
    return committers;
  }

  /** Which queues are owned by another node than the one with their primary copy. */
  Delegations delegations() {
    return delegations;
  }

  /** Who owns the queue as far as this node knows, or null when no copy is left. */
  UUID ownerOf(QueueRef queue) {
    return delegations.ownerOf(queue);
  }

  boolean owns(QueueRef queue) {
    return id().equals(ownerOf(queue));
  }

  /**
   * The item at a position, or null. A local copy alone is not believed when it says that there is
   * none: while the owner changes it may not show an item yet.
   */
  CompletableFuture<byte[]> item(QueueRef queue, long position) {
    byte[] item = store.peekLocal(queue, position);
    return item == null ? look(queue, position) : CompletableFuture.completedFuture(item);
  }

  /** The item at a position, or null, as its primary copy has it, wherever that is by now. */
  CompletableFuture<byte[]> look(QueueRef queue, long position) {
    return CompletableFuture.supplyAsync(() -> store.glance(queue.item(position)), workers);
  }

  /** A number that this node never used before. */
  long nextTicket() {
    return tickets.incrementAndGet();
  }

  /** From now on nothing is handed out to that node any more. */
  void departed(UUID node) {
    departed.add(node);
  }

  boolean hasDeparted(UUID node) {
    return departed.contains(node);
  }
}
