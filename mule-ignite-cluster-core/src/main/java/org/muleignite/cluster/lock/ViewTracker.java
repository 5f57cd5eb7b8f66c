package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.muleignite.cluster.api.Membership;

/**
 * Follows the views, every one in order, and keeps in mind who left but may still act.
 *
 * <p>Thread-safe; never blocks but for its own short monitor.
 */
final class ViewTracker {

  private final ViewSource source;
  private final Membership membership;
  private final Map<UUID, CompletableFuture<Void>> unfenced = new ConcurrentHashMap<>();

  /** Those of them whose fence was not asked for yet. */
  private final Set<UUID> unfollowed = ConcurrentHashMap.newKeySet();

  private final List<Awaited> awaited = new ArrayList<>();
  private volatile ClusterView present = new ClusterView(0, Collections.emptyList());
  private ViewListener listener;

  ViewTracker(ViewSource source, Membership membership) {
    this.source = source;
    this.membership = membership;
  }

  /** Begins to follow. */
  void start(ViewListener viewListener) {
    synchronized (this) {
      listener = viewListener;
    }
    catchUp();
  }

  /** Follows no more; who still waits for a view never gets it. */
  synchronized void stop() {
    listener = null;
  }

  ClusterView present() {
    return present;
  }

  boolean isMember(UUID node) {
    return present.contains(node);
  }

  /** Completes when the node, if it has left, cannot act any more. */
  CompletableFuture<Void> fencedIfGone(UUID node) {
    CompletableFuture<Void> fenced = unfenced.get(node);
    return fenced == null ? CompletableFuture.completedFuture(null) : fenced;
  }

  /** Applies what has changed since the last call. */
  void catchUp() {
    List<Runnable> after = new ArrayList<>();
    synchronized (this) {
      if (listener != null) {
        source.after(present.version()).forEach(view -> apply(view, after));
      }
    }
    followFences();
    after.forEach(Runnable::run);
  }

  /** Completes once this node has seen a version and all who left by then are fenced. */
  CompletableFuture<Void> settled(long version) {
    return reached(version)
        .thenCompose(
            seen -> CompletableFuture.allOf(unfenced.values().toArray(new CompletableFuture[0])));
  }

  private CompletableFuture<Void> reached(long version) {
    if (present.version() < version) {
      catchUp();
    }
    synchronized (this) {
      if (present.version() >= version) {
        return CompletableFuture.completedFuture(null);
      }
      Awaited one = new Awaited(version);
      awaited.add(one);
      return one.seen;
    }
  }

  private void apply(ClusterView view, List<Runnable> after) {
    ClusterView previous = present;
    present = view;
    for (UUID node : previous.members()) {
      if (!view.contains(node)) {
        departed(node, after);
      }
    }
    listener.changed(view, previous, view.version() != previous.version() + 1, after);
    for (Iterator<Awaited> all = awaited.iterator(); all.hasNext(); ) {
      Awaited one = all.next();
      if (view.version() >= one.version) {
        all.remove();
        after.add(() -> one.seen.complete(null));
      }
    }
  }

  private void departed(UUID node, List<Runnable> after) {
    CompletableFuture<Void> fenced = new CompletableFuture<>();
    unfenced.put(node, fenced);
    unfollowed.add(node);
    listener.departed(node);
    ViewListener told = listener;
    after.add(
        () ->
            fenced.thenRun(
                () -> {
                  told.fenced(node);
                  unfenced.remove(node);
                }));
  }

  /** Asks for a fence only after the membership has seen the departure: before, it has none. */
  private void followFences() {
    for (UUID node : unfollowed) {
      if (!membership.isMember(node) && unfollowed.remove(node)) {
        CompletableFuture<Void> own = unfenced.get(node);
        membership.fenced(node).thenRun(() -> own.complete(null));
      }
    }
  }

  /** Somebody who waits for a version. */
  private static final class Awaited {
    final long version;
    final CompletableFuture<Void> seen = new CompletableFuture<>();

    Awaited(long version) {
      this.version = version;
    }
  }
}
