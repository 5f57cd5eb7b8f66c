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
  private final ReportPort holders;
  private final FencingNumbers numbers;
  private final LockTimer timer;
  private final OwnedPartition[] partitions = new OwnedPartition[ClusterView.PARTITIONS];

  LockOwner(
      UUID local, ViewTracker views, ReportPort holders, FencingNumbers numbers, LockTimer timer) {
    this.local = local;
    this.views = views;
    this.holders = holders;
    this.numbers = numbers;
    this.timer = timer;
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = new OwnedPartition(numbers);
    }
  }

  /**
   * @param version of the asking node's view; when it is ahead of ours, ours may be wrong
   */
  CompletableFuture<LockAnswer> acquire(String id, Claim claim, long version) {
    if (version > views.present().version()) {
      views.catchUp();
    }
    return partition(id).acquire(id, claim, views::isMember);
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

  @Override
  public void changed(ClusterView view, boolean gap, List<Runnable> after) {
    BitSet taken = new BitSet(partitions.length);
    for (int i = 0; i < partitions.length; i++) {
      boolean mine = local.equals(view.ownerOf(i));
      OwnedPartition partition = partitions[i];
      if (partition.isOwned() && (!mine || gap)) {
        partition.drop(after);
      }
      if (mine && !partition.isOwned()) {
        partition.take(view.version());
        taken.set(i);
      }
    }
    if (!taken.isEmpty()) {
      after.add(() -> startTenure(view, taken));
    }
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

  private void startTenure(ClusterView view, BitSet taken) {
    numbers.startTenure();
    CompletableFuture<?>[] reports =
        view.members().stream()
            .map(node -> reportOf(node, view.version(), taken))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(reports)
        .thenRun(
            () -> {
              numbers.startTenure();
              taken.stream()
                  .forEach(i -> deferring(after -> partitions[i].ready(view.version(), after)));
            });
  }

  /** Completes when the node has reported, or has left and is fenced. */
  private CompletableFuture<Void> reportOf(UUID node, long epoch, BitSet taken) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    askForReport(node, epoch, taken, done);
    return done;
  }

  private void askForReport(UUID node, long epoch, BitSet taken, CompletableFuture<Void> done) {
    holders
        .report(node, epoch, taken, numbers.greatest())
        .whenComplete(
            (report, failure) -> {
              if (failure == null) {
                reported(node, epoch, taken, report);
                finishReport(node, done);
              } else if (views.isMember(node)) {
                timer.soon(() -> retryReport(node, epoch, taken, done));
              } else {
                finishReport(node, done);
              }
            });
  }

  private void retryReport(UUID node, long epoch, BitSet taken, CompletableFuture<Void> done) {
    views.catchUp();
    askForReport(node, epoch, taken, done);
  }

  private void finishReport(UUID node, CompletableFuture<Void> done) {
    views.fencedIfGone(node).thenRun(() -> done.complete(null));
  }

  private void reported(UUID node, long epoch, BitSet taken, Report report) {
    numbers.note(report.greatestFencing);
    List<List<Report.Held>> byPartition = new ArrayList<>(partitions.length);
    for (int i = 0; i < partitions.length; i++) {
      byPartition.add(new ArrayList<>(0));
    }
    report.held.forEach(held -> byPartition.get(ClusterView.partitionOf(held.id)).add(held));
    taken.stream()
        .forEach(i -> partitions[i].reported(epoch, node, byPartition.get(i), views::isMember));
  }

  private OwnedPartition partition(String id) {
    return partitions[ClusterView.partitionOf(id)];
  }

  private static void deferring(Consumer<List<Runnable>> transition) {
    List<Runnable> after = new ArrayList<>(2);
    transition.accept(after);
    after.forEach(Runnable::run);
  }
}
