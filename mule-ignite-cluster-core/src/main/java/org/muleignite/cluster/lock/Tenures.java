package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The beginning of a tenure: every member reports what it holds in the partitions, or has left and
 * is fenced; then they are ready. Thread-safe, never blocks.
 */
final class Tenures {

  private final ViewTracker views;
  private final ReportPort holders;
  private final FencingNumbers numbers;
  private final LockTimer timer;
  private final OwnedPartition[] partitions;

  Tenures(
      ViewTracker views,
      ReportPort holders,
      FencingNumbers numbers,
      LockTimer timer,
      OwnedPartition[] partitions) {
    this.views = views;
    this.holders = holders;
    this.numbers = numbers;
    this.timer = timer;
    this.partitions = partitions;
  }

  /** Begins the tenure of partitions that were just taken in a view. */
  void start(ClusterView view, BitSet taken) {
    if (taken.isEmpty()) {
      return;
    }
    long epoch = view.version();
    numbers.startTenure();
    CompletableFuture.allOf(
            view.members().stream()
                .map(node -> reportOf(node, epoch, taken))
                .toArray(CompletableFuture<?>[]::new))
        .thenRun(
            () -> {
              numbers.startTenure();
              taken.stream()
                  .forEach(i -> LockOwner.deferring(after -> partitions[i].ready(epoch, after)));
            });
  }

  /** Completes when the node has reported, or has left and is fenced. */
  private CompletableFuture<Void> reportOf(UUID node, long epoch, BitSet taken) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    ask(node, epoch, taken, done);
    return done;
  }

  private void ask(UUID node, long epoch, BitSet taken, CompletableFuture<Void> done) {
    holders
        .report(node, epoch, taken, numbers.greatest())
        .whenComplete(
            (report, failure) -> {
              if (failure != null && views.isMember(node)) {
                timer.soon(() -> askAgain(node, epoch, taken, done));
                return;
              }
              if (failure == null) {
                reported(node, epoch, taken, report);
              }
              views.fencedIfGone(node).thenRun(() -> done.complete(null));
            });
  }

  private void askAgain(UUID node, long epoch, BitSet taken, CompletableFuture<Void> done) {
    views.catchUp();
    if (views.isMember(node)) {
      ask(node, epoch, taken, done);
    } else {
      views.fencedIfGone(node).thenRun(() -> done.complete(null));
    }
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
}
