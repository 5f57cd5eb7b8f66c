package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;

/**
 * Nodes, messages and entries in memory. The test says who owns the queues, when nodes die and what
 * the store answers.
 */
final class FakeCluster implements AutoCloseable {

  final Map<UUID, Node> nodes = new LinkedHashMap<>();
  final Map<EntryKey, byte[]> entries = new TreeMap<>();
  private final ExecutorService network = Executors.newCachedThreadPool();
  private volatile UUID owner;

  /** Completes when a departed node can no longer act. */
  volatile CompletableFuture<Void> fence = CompletableFuture.completedFuture(null);

  /** A member of which only the messages and entries are there. */
  Node joinWithoutQueues() {
    Node node = new Node();
    nodes.put(node.id, node);
    return node;
  }

  Node join() {
    Node node = joinWithoutQueues();
    if (owner == null) {
      owner = node.id;
    }
    node.engine = new QueueEngine(node, node, node, node, System::currentTimeMillis);
    return node;
  }

  /** From now on that node owns every queue. */
  void own(Node node) {
    owner = node.id;
  }

  /** The node is gone; the others learn of it, and that it is fenced. */
  void kill(Node dead, Node nextOwner) {
    nodes.remove(dead.id);
    owner = nextOwner.id;
    dead.alive = false;
    for (Node node : new ArrayList<>(nodes.values())) {
      node.listeners.forEach(
          listener -> listener.accept(new MembershipChange(MembershipChange.Kind.FAILED, dead.id)));
    }
  }

  /** Every node is gone, and everything in memory with it; what joins next starts anew. */
  void killAll() {
    for (Node node : new ArrayList<>(nodes.values())) {
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
  void dyingAfterTheNext(Node dying, Node nextOwner) {
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
  void dyingBeforeTheNext(Node dying, Node nextOwner) {
    dying.fate =
        handler -> {
          kill(dying, nextOwner);
          return gone(dying.id);
        };
  }

  /** The next question to the node finds it about to leave in order. */
  void stoppingBeforeTheNext(Node stopping, Node nextOwner) {
    stoppingAtTheNext(stopping, nextOwner, stopping.engine::close);
  }

  /** The node leaves in order while it looks at the next question. */
  void stoppingDuringTheNext(Node stopping, Node nextOwner) {
    stoppingAtTheNext(stopping, nextOwner, () -> stopping.looking = stopping.engine::close);
  }

  private void stoppingAtTheNext(Node stopping, Node nextOwner, Runnable before) {
    stopping.fate =
        handler -> {
          before.run();
          CompletableFuture<byte[]> answer = handler.get();
          own(nextOwner);
          return answer;
        };
  }

  /** The next questions to the node are answered by somebody who forgets them. */
  void losingTheNext(Node node, int questions) {
    node.fate =
        handler -> {
          if (questions > 1) {
            losingTheNext(node, questions - 1);
          }
          return CompletableFuture.completedFuture(Wire.encode(QueueReply.DONE));
        };
  }

  /** The next question still goes to that node, which forgets it; then the other one owns. */
  void late(Node earlier, Node present) {
    own(earlier);
    earlier.fate =
        handler -> {
          own(present);
          return CompletableFuture.completedFuture(Wire.encode(QueueReply.DONE));
        };
  }

  private static CompletableFuture<byte[]> gone(UUID node) {
    CompletableFuture<byte[]> gone = new CompletableFuture<>();
    gone.completeExceptionally(new NodeGoneException(node, "queue"));
    return gone;
  }

  /** Returns when there are so many entries. */
  void awaitEntries(int count) {
    await(count, this::size, "entries");
  }

  private static void await(int count, IntSupplier present, String what) {
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

  /** One node with its view of everything. */
  final class Node implements ItemStore, RoomGauge, Membership, NodeMessenger {

    final UUID id = UUID.randomUUID();
    final List<Consumer<MembershipChange>> listeners = new ArrayList<>();
    private final Map<String, RequestHandler> handlers = new ConcurrentHashMap<>();
    volatile boolean alive = true;

    /** Whether its copies are complete. */
    volatile boolean readable = true;

    /** Why its copies cannot be read to their end, or null. */
    volatile RuntimeException unreadable;

    /** Who owns every queue as this node sees it, or null when it is up to date. */
    volatile UUID view;

    /** How many questions reached this node. */
    final AtomicInteger asked = new AtomicInteger();

    /** What happens to the next question instead of being answered, or null. */
    volatile Function<Supplier<CompletableFuture<byte[]>>, CompletableFuture<byte[]>> fate;

    /** What happens when this node next looks who owns a queue, or null. */
    volatile Runnable looking;

    /** How many notices this node sent. */
    final AtomicInteger told = new AtomicInteger();

    /** How many questions meet a node that does not serve yet. */
    final AtomicInteger early = new AtomicInteger();

    /** What the next changes end with, before or after they were done; null lets one pass. */
    final List<RuntimeException> refusals = new ArrayList<>();

    final List<RuntimeException> lostAnswers = new ArrayList<>();

    /** How many bytes this node still takes. */
    volatile long left = RoomGauge.PLENTY;

    /** Completes when changes of items that are done here are on all copies. */
    volatile CompletableFuture<Void> copied = CompletableFuture.completedFuture(null);

    /** The next change fails like that, and is done when somebody tries it again. */
    RuntimeException late;

    private List<Change.Step> delayed;

    /** After so many changes the node dies in the middle of one. */
    int changesToLive = Integer.MAX_VALUE;

    /** How many steps of its last change are done. */
    int lastSteps;

    QueueEngine engine;

    /** Returns when so many questions have reached this node. */
    void awaitAsked(int count) {
      await(count, asked::get, "questions that came");
    }

    /** Returns when so many questions wait at this node. */
    void awaitQuestions(int count) {
      await(count, engine::waiting, "questions that wait");
    }

    @Override
    public UUID primaryOf(QueueRef queue) {
      Runnable first = looking;
      looking = null;
      if (first != null) {
        first.run();
      }
      return view == null ? owner : view;
    }

    @Override
    public byte[] peekLocal(QueueRef queue, long position) {
      return read(queue.item(position));
    }

    @Override
    public long[] scanLocal(QueueRef queue) {
      if (unreadable != null) {
        throw unreadable;
      }
      return FakeEntries.scan(entries, queue);
    }

    @Override
    public byte[] read(EntryKey key) {
      synchronized (entries) {
        return entries.get(key);
      }
    }

    @Override
    public byte[] glance(EntryKey key) {
      return read(key);
    }

    @Override
    public void apply(Change change) {
      apply(change.steps());
    }

    @Override
    public CompletableFuture<boolean[]> applyEach(List<Change.Step> steps) {
      boolean[] possible = new boolean[steps.size()];
      try {
        // Tests want single changes here: their receipts share their fate.
        apply(steps);
        Arrays.fill(possible, true);
      } catch (ChangeConflictException e) {
        assertNotNull(e.step());
      } catch (OutcomeUnknownException e) {
        CompletableFuture<boolean[]> unknown = new CompletableFuture<>();
        unknown.completeExceptionally(e);
        return unknown;
      }
      return copied.thenApply(done -> possible);
    }

    @Override
    public int bytesOf(Change.Step step) {
      return step.bytes();
    }

    @Override
    public Map<EntryKey, Integer> lengths(List<EntryKey> items) {
      Map<EntryKey, Integer> lengths = new HashMap<>();
      for (EntryKey item : items) {
        byte[] present = read(item);
        if (present != null) {
          lengths.put(item, present.length);
        }
      }
      return lengths;
    }

    @Override
    public boolean waitsForDisk(Area area) {
      return false;
    }

    private void apply(List<Change.Step> steps) {
      if (alive && changesToLive-- == 0) {
        alive = false;
        FakeEntries.change(entries, steps.subList(0, lastSteps));
      }
      checkMember();
      RuntimeException refusal = refusals.isEmpty() ? null : refusals.remove(0);
      if (refusal != null) {
        throw refusal;
      }
      if (late != null) {
        RuntimeException failure = late;
        late = null;
        delayed = steps;
        throw failure;
      }
      if (delayed != null) {
        List<Change.Step> earlier = delayed;
        delayed = null;
        apply(earlier);
      }
      FakeEntries.apply(entries, steps);
      if (!lostAnswers.isEmpty()) {
        throw lostAnswers.remove(0);
      }
    }

    @Override
    public List<UUID> copiesOf(QueueRef queue) {
      List<UUID> copies = members();
      UUID primary = view == null ? owner : view;
      if (copies.remove(primary)) {
        copies.add(0, primary);
      }
      return copies;
    }

    @Override
    public boolean isReadable(QueueRef queue) {
      return readable;
    }

    @Override
    public long left(boolean durable) {
      return left;
    }

    @Override
    public Map<String, byte[]> temporary() {
      return id.equals(owner) ? FakeEntries.temporary(entries) : new HashMap<>();
    }

    @Override
    public Map<EntryKey, byte[]> records() {
      return FakeEntries.records(entries);
    }

    @Override
    public UUID localNode() {
      return id;
    }

    @Override
    public List<UUID> members() {
      return new ArrayList<>(nodes.keySet());
    }

    @Override
    public boolean isMember(UUID node) {
      return nodes.containsKey(node);
    }

    @Override
    public void checkMember() {
      if (!alive) {
        throw new ClusterUnavailableException("This node is dead.");
      }
    }

    @Override
    public void confirmMember() {
      checkMember();
    }

    @Override
    public boolean hasQuorum() {
      return true;
    }

    @Override
    public boolean mayAct() {
      return alive;
    }

    @Override
    public void onChange(Consumer<MembershipChange> listener) {
      listeners.add(listener);
    }

    @Override
    public CompletableFuture<Void> fenced(UUID departed) {
      return isMember(departed) ? new CompletableFuture<>() : fence;
    }

    @Override
    public CompletableFuture<byte[]> request(UUID to, String service, byte[] payload) {
      Node target = nodes.get(to);
      return target == null || !alive
          ? gone(to)
          : CompletableFuture.supplyAsync(() -> target.answer(id, service, payload), network)
              .thenCompose(answer -> answer);
    }

    private CompletableFuture<byte[]> answer(UUID sender, String service, byte[] payload) {
      Function<Supplier<CompletableFuture<byte[]>>, CompletableFuture<byte[]>> special = fate;
      fate = null;
      Supplier<CompletableFuture<byte[]>> handler =
          () -> handlers.get(service).handle(sender, payload);
      asked.incrementAndGet();
      if (early.getAndDecrement() > 0) {
        CompletableFuture<byte[]> refused = new CompletableFuture<>();
        refused.completeExceptionally(new ClusterUnavailableException("It does not serve yet."));
        return refused;
      }
      return special == null ? handler.get() : special.apply(handler);
    }

    @Override
    public void tell(UUID to, String service, byte[] payload) {
      Node target = nodes.get(to);
      if (target != null && alive) {
        told.incrementAndGet();
        target.handlers.get(service).handle(id, payload);
      }
    }

    @Override
    public void serve(String service, RequestHandler handler) {
      handlers.put(service, handler);
    }
  }
}
