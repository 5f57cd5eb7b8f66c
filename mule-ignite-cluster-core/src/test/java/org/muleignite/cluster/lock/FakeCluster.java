package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A cluster in memory: numbered views, messages that arrive late and out of order, or not before
 * the test says so, nodes that crash and are fenced when the test says so.
 */
final class FakeCluster implements AutoCloseable {

  /** A message under way. */
  static final class Parcel {
    final FakeNode from;
    final FakeNode to;

    /** Null: an answer. */
    final LockMessage.Kind kind;

    private final Runnable arrival;

    Parcel(FakeNode from, FakeNode to, LockMessage.Kind kind, Runnable arrival) {
      this.from = from;
      this.to = to;
      this.kind = kind;
      this.arrival = arrival;
    }
  }

  final AtomicInteger messages = new AtomicInteger();

  private final List<ClusterView> history = new CopyOnWriteArrayList<>();
  private final List<FakeNode> nodes = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Parcel> held = new ConcurrentLinkedQueue<>();
  private final Random random;
  private final ScheduledExecutorService network = Executors.newScheduledThreadPool(4);
  private volatile Predicate<Parcel> hold = parcel -> false;
  private volatile int maxDelayMicros;

  FakeCluster() {
    this(1);
  }

  FakeCluster(long seed) {
    random = new Random(seed);
  }

  static FakeCluster of(int size) {
    FakeCluster cluster = new FakeCluster();
    for (int i = 0; i < size; i++) {
      cluster.join();
    }
    return cluster;
  }

  /** Messages take up to so long, each on its own, so they overtake each other. */
  void shuffle(int delayMicros) {
    maxDelayMicros = delayMicros;
  }

  /** A node that serves. */
  FakeNode join() {
    FakeNode node = enter();
    node.serve();
    return node;
  }

  /** A node that is a member but does not listen yet. */
  FakeNode enter() {
    return enter(UUID.randomUUID());
  }

  /**
   * A node that is a member but does not listen yet, and is to own an id. Its own one is chosen for
   * it: by chance, hundreds of nodes may have to join before one of them owns the id.
   */
  FakeNode enterAsOwnerOf(String id) {
    UUID node = UUID.randomUUID();
    while (!wouldOwn(node, id)) {
      node = UUID.randomUUID();
    }
    return enter(node);
  }

  private boolean wouldOwn(UUID newcomer, String id) {
    List<UUID> ids = new ArrayList<>(ids());
    ids.add(newcomer);
    return newcomer.equals(new ClusterView(0, ids).ownerOf(ClusterView.partitionOf(id)));
  }

  private synchronized FakeNode enter(UUID id) {
    FakeNode node = new FakeNode(this, id);
    nodes.add(node);
    newView(null);
    return node;
  }

  /** Leaves in order. */
  void leave(FakeNode node) {
    node.locks.stop();
    depart(node, true);
  }

  /** Crashes; others may take over when {@link FakeNode#fence} is completed. */
  void fail(FakeNode node) {
    node.mayAct = false;
    depart(node, false);
  }

  private synchronized void depart(FakeNode node, boolean fenced) {
    if (fenced) {
      node.fence.complete(null);
    }
    nodes.remove(node);
    newView(node);
  }

  private void newView(FakeNode departed) {
    history.add(new ClusterView(history.size() + 1L, ids()));
    nodes.forEach(node -> node.changed(departed));
  }

  private List<UUID> ids() {
    return nodes.stream().map(FakeNode::localNode).toList();
  }

  List<ClusterView> after(long version) {
    return new ArrayList<>(history.subList((int) version, history.size()));
  }

  /** Node ids never come again, so a node of the past is found, too. */
  boolean isMember(UUID node) {
    return nodes.stream().anyMatch(one -> one.localNode().equals(node));
  }

  FakeNode node(UUID id) {
    return nodes.stream().filter(one -> one.localNode().equals(id)).findAny().orElse(null);
  }

  List<FakeNode> nodes() {
    return nodes;
  }

  /** The node that is to own an id. */
  FakeNode ownerOf(String id) {
    return node(history.get(history.size() - 1).ownerOf(ClusterView.partitionOf(id)));
  }

  /** An id that a node is to own at present. */
  String idOwnedBy(FakeNode owner) {
    for (int i = 0; ; i++) {
      if (ownerOf("id-" + i) == owner) {
        return "id-" + i;
      }
    }
  }

  /** Messages like this do not arrive until {@link #deliver}. */
  void hold(Predicate<Parcel> like) {
    hold = like;
  }

  /** What is held arrives now, and nothing is held any more. */
  void deliver() {
    hold = parcel -> false;
    for (Parcel parcel = held.poll(); parcel != null; parcel = held.poll()) {
      parcel.arrival.run();
    }
  }

  int heldBack() {
    return held.size();
  }

  void send(Parcel parcel) {
    messages.incrementAndGet();
    if (hold.test(parcel)) {
      held.add(parcel);
    } else if (maxDelayMicros == 0) {
      parcel.arrival.run();
    } else {
      int delay;
      synchronized (random) {
        delay = random.nextInt(maxDelayMicros);
      }
      network.schedule(parcel.arrival, delay, TimeUnit.MICROSECONDS);
    }
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.locks.stop());
    network.shutdownNow();
  }
}
