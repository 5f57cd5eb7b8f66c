package org.muleignite.cluster.lock;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Which members serve locks already. A node is a member well before that, and what it is asked in
 * between is lost, so nothing is asked of a node that was not heard of. Each node greets all others
 * when it begins to serve. Thread-safe, never blocks.
 */
final class Peers {

  private final UUID local;
  private final Function<UUID, CompletableFuture<byte[]>> greeting;
  private final Set<UUID> heard = ConcurrentHashMap.newKeySet();
  private volatile Runnable onNews = () -> {};

  /**
   * @param greeting tells a node that this one serves; answered when it does, too
   */
  Peers(UUID local, Function<UUID, CompletableFuture<byte[]>> greeting) {
    this.local = local;
    this.greeting = greeting;
  }

  /** Is run after each node that is heard of for the first time; must not block. */
  void onNews(Runnable listener) {
    onNews = listener;
  }

  UUID local() {
    return local;
  }

  boolean serves(UUID node) {
    return node.equals(local) || heard.contains(node);
  }

  boolean allServe(ClusterView view) {
    return view.members().stream().allMatch(this::serves);
  }

  /** Any message of a node shows that it serves. */
  void heardOf(UUID node) {
    if (!heard.contains(node) && heard.add(node)) {
      onNews.run();
    }
  }

  /** Forgets who left and greets who came. */
  void follow(ClusterView view) {
    heard.retainAll(view.members());
    for (UUID node : view.members()) {
      if (!serves(node)) {
        // One that does not serve yet never answers; it will greet us itself.
        greeting.apply(node).thenRun(() -> heardOf(node));
      }
    }
  }
}
