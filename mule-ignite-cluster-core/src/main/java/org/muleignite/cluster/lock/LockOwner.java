package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.muleignite.cluster.lock.OwnedLock.Claim;

/**
 * The rules at the owner of ids: who holds them, who waits, and what happens when members come and
 * go. Kept in memory only; a new owner rebuilds it from the reports of the members.
 *
 * <p>Thread-safe, never blocks.
 */
final class LockOwner implements ViewListener {

  private final UUID local;
  private final ViewTracker views;
  private final Peers peers;
  private final Tenures tenures;
  private final ReportPort holders;
  private final OwnedPartition[] partitions = new OwnedPartition[ClusterView.PARTITIONS];

  /** Partitions whose tenure is to begin; its own monitor guards it, and {@link #stopped}. */
  private final BitSet wanted = new BitSet(ClusterView.PARTITIONS);

  private boolean stopped;

  LockOwner(
      ViewTracker views, Peers peers, ReportPort holders, FencingNumbers numbers, LockTimer timer) {
    this.local = peers.local();
    this.views = views;
    this.peers = peers;
    this.holders = holders;
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new OwnedPartition(numbers);
    }
    this.tenures = new Tenures(views, holders, numbers, timer, partitions);
  }

  /**
   * @param version of the asking node's view; when it is ahead of ours, ours may be wrong
   */
  CompletableFuture<LockAnswer> acquire(String id, Claim claim, long version) {
    if (version > views.present().version()) {
      views.catchUp();
    }
    CompletableFuture<LockAnswer> answer = acquire(id, claim);
    // BUSY is answered at once, or the claim waits and is answered by a grant.
    return !claim.patient && answer.isDone() && answer.join() == LockAnswer.BUSY
        ? confirmBusy(id, claim)
        : answer;
  }

  private CompletableFuture<LockAnswer> acquire(String id, Claim claim) {
    List<Runnable> after = new ArrayList<>(0);
    CompletableFuture<LockAnswer> answer = partition(id).acquire(id, claim, views::isMember, after);
    after.forEach(Runnable::run);
    return answer;
  }

  /** The holder may have unlocked already, before this try began: only it knows. */
  private CompletableFuture<LockAnswer> confirmBusy(String id, Claim claim) {
    Claim holder = partition(id).holderOf(id);
    if (holder != null && holder.node.equals(local)) {
      return CompletableFuture.completedFuture(LockAnswer.BUSY);
    }
    CompletableFuture<Boolean> held =
        holder == null
            ? CompletableFuture.completedFuture(false)
            : holders.holds(holder.node, id, holder.request).exceptionally(gone -> true);
    return held.thenCompose(
        stillHeld -> {
          if (stillHeld) {
            return CompletableFuture.completedFuture(LockAnswer.BUSY);
          }
          if (holder != null) {
            release(id, holder.node, holder.request);
          }
          return acquire(id, claim);
        });
  }

  void cancel(String id, UUID node, long request) {
    deferring(after -> partition(id).cancel(id, node, request, after));
  }

  void release(String id, UUID node, long request) {
    deferring(after -> partition(id).release(id, node, request, after));
  }

  /**
   * Frees an id on an operator's word; the holding thread learns it when it unlocks.
   *
   * @return whether anybody held it, as far as this owner knows
   */
  boolean force(String id) {
    List<Runnable> after = new ArrayList<>();
    Claim former = partition(id).force(id, after);
    if (former != null) {
      holders.revoke(former.node, id, former.request);
    }
    after.forEach(Runnable::run);
    return former != null;
  }

  /**
   * Another node takes partitions over: this one grants no more in them.
   *
   * @param epoch of the other's tenure
   */
  void deposed(BitSet taken, long epoch) {
    taken.stream().forEach(i -> deferring(after -> partitions[i].deposed(epoch, after)));
  }

  @Override
  public void changed(ClusterView view, ClusterView previous, boolean gap, List<Runnable> after) {
    synchronized (wanted) {
      for (int i = 0; i < partitions.length; i++) {
        if (!local.equals(view.ownerOf(i))) {
          wanted.clear(i);
          partitions[i].doubt(previous);
        } else if (gap || !partitions[i].isSure()) {
          wanted.set(i);
        }
      }
    }
    after.add(() -> peers.follow(view));
    after.add(this::takeWanted);
  }

  /**
   * Begins the tenure of what this node is to own, once all members serve: those who own it now go
   * on until then, so that a node that takes long to start holds nobody up.
   */
  void takeWanted() {
    ClusterView view;
    BitSet taken = new BitSet(partitions.length);
    synchronized (wanted) {
      view = views.present();
      if (stopped || wanted.isEmpty() || !peers.allServe(view)) {
        return;
      }
      for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
        if (local.equals(view.ownerOf(i))) {
          partitions[i].take(view.version());
          taken.set(i);
        }
      }
      wanted.clear();
    }
    tenures.start(view, taken);
  }

  @Override
  public void departed(UUID node) {
    for (OwnedPartition partition : partitions) {
      partition.departed(node);
    }
  }

  @Override
  public void fenced(UUID node) {
    for (OwnedPartition partition : partitions) {
      deferring(after -> partition.fenced(node, after));
    }
  }

  /** This node leaves: all who wait here ask the next owner. */
  void stop() {
    synchronized (wanted) {
      stopped = true;
    }
    for (OwnedPartition partition : partitions) {
      deferring(partition::drop);
    }
  }

  /** How many ids this owner keeps anything about. */
  int size() {
    int size = 0;
    for (OwnedPartition partition : partitions) {
      size += partition.size();
    }
    return size;
  }

  private OwnedPartition partition(String id) {
    return partitions[ClusterView.partitionOf(id)];
  }

  /** Runs a transition, and what it leaves to be done once the partition's monitor is free. */
  static void deferring(Consumer<List<Runnable>> transition) {
    List<Runnable> after = new ArrayList<>(2);
    transition.accept(after);
    after.forEach(Runnable::run);
  }
}
