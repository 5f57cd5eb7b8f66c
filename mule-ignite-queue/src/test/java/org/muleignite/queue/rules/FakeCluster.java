package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.api.NodeGoneException;

/**
 * Nodes, messages and entries in memory. The test says who owns the queues, when nodes die and what
 * the store answers.
 */
final class FakeCluster implements AutoCloseable {

  final Map<UUID, FakeNode> nodes = new LinkedHashMap<>();
  final Map<EntryKey, byte[]> entries = new TreeMap<>();
  final ExecutorService network = Executors.newCachedThreadPool();

  /** Of every queue. */
  volatile UUID owner;

  /** Completes when a departed node can no longer act. */
  volatile CompletableFuture<Void> fence = CompletableFuture.completedFuture(null);

  /** A member of which only the messages and entries are there. */
  FakeNode joinWithoutQueues() {
    FakeNode node = new FakeNode(this);
    nodes.put(node.id, node);
    return node;
  }

  FakeNode join() {
    FakeNode node = joinWithoutQueues();
    if (owner == null) {
      owner = node.id;
    }
    node.engine = new QueueEngine(node, node, node, node, System::currentTimeMillis);
    return node;
  }

  /** From now on that node owns every queue. */
  void own(FakeNode node) {
    owner = node.id;
  }

  /** The node is gone; the others learn of it, and that it is fenced. */
  void kill(FakeNode dead, FakeNode nextOwner) {
    nodes.remove(dead.id);
    owner = nextOwner.id;
    dead.alive = false;
    for (FakeNode node : new ArrayList<>(nodes.values())) {
      node.listeners.forEach(
          listener -> listener.accept(new MembershipChange(MembershipChange.Kind.FAILED, dead.id)));
    }
  }

  /** Every node is gone, and everything in memory with it; what joins next starts anew. */
  void killAll() {
    for (FakeNode node : new ArrayList<>(nodes.values())) {
      node.alive = false;
      node.engine.close();
    }
    nodes.clear();
    owner = null;
    synchronized (entries) {
      entries.keySet().removeIf(key -> !key.area().isDurable());
    }
  }

  /** The next question to the node reaches it; it dies before it answers. */
  void dyingAfterTheNext(FakeNode dying, FakeNode nextOwner) {
    dying.fate =
        handler ->
            handler
                .get()
                .thenCompose(
                    answer -> {
                      kill(dying, nextOwner);
                      return gone(dying.id);
                    });
  }

  /** The next question to the node finds it dead. */
  void dyingBeforeTheNext(FakeNode dying, FakeNode nextOwner) {
    dying.fate =
        handler -> {
          kill(dying, nextOwner);
          return gone(dying.id);
        };
  }

  /** The next question to the node finds it about to leave in order. */
  void stoppingBeforeTheNext(FakeNode stopping, FakeNode nextOwner) {
    stoppingAtTheNext(stopping, nextOwner, stopping.engine::close);
  }

  /** The node leaves in order while it looks at the next question. */
  void stoppingDuringTheNext(FakeNode stopping, FakeNode nextOwner) {
    stoppingAtTheNext(stopping, nextOwner, () -> stopping.looking = stopping.engine::close);
  }

  private void stoppingAtTheNext(FakeNode stopping, FakeNode nextOwner, Runnable before) {
    stopping.fate =
        handler -> {
          before.run();
          CompletableFuture<byte[]> answer = handler.get();
          own(nextOwner);
          return answer;
        };
  }

  /** The next questions to the node are answered by somebody who forgets them. */
  void losingTheNext(FakeNode node, int questions) {
    node.fate =
        handler -> {
          if (questions > 1) {
            losingTheNext(node, questions - 1);
          }
          return CompletableFuture.completedFuture(Wire.encode(QueueReply.DONE));
        };
  }

  /** The next question still goes to that node, which forgets it; then the other one owns. */
  void late(FakeNode earlier, FakeNode present) {
    own(earlier);
    earlier.fate =
        handler -> {
          own(present);
          return CompletableFuture.completedFuture(Wire.encode(QueueReply.DONE));
        };
  }

  static CompletableFuture<byte[]> gone(UUID node) {
    CompletableFuture<byte[]> gone = new CompletableFuture<>();
    gone.completeExceptionally(new NodeGoneException(node, "queue"));
    return gone;
  }

  /** Returns when there are so many entries. */
  void awaitEntries(int count) {
    await(count, this::size, "entries");
  }

  static void await(int count, IntSupplier present, String what) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (present.getAsInt() < count) {
      if (System.nanoTime() > end) {
        throw new AssertionError(present.getAsInt() + " of " + count + ' ' + what + " are there");
      }
      Thread.yield();
    }
  }

  private int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  @Override
  public void close() {
    nodes.values().forEach(node -> node.engine.close());
    network.shutdownNow();
  }
}
