package org.muleignite.queue.rules;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;

/** One node of a {@link FakeCluster}, with its view of everything. */
final class FakeNode implements ItemStore, RoomGauge, Membership, NodeMessenger {

  final UUID id = UUID.randomUUID();
  private final FakeCluster cluster;
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

  FakeNode(FakeCluster cluster) {
    this.cluster = cluster;
  }

  /** Returns when so many questions have reached this node. */
  void awaitAsked(int count) {
    FakeCluster.await(count, asked::get, "questions that came");
  }

  /** Returns when so many questions wait at this node. */
  void awaitQuestions(int count) {
    FakeCluster.await(count, engine::waiting, "questions that wait");
  }

  @Override
  public UUID primaryOf(QueueRef queue) {
    Runnable first = looking;
    looking = null;
    if (first != null) {
      first.run();
    }
    return view == null ? cluster.owner : view;
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
    return FakeEntries.scan(cluster.entries, queue);
  }

  @Override
  public byte[] read(EntryKey key) {
    synchronized (cluster.entries) {
      return cluster.entries.get(key);
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
      FakeEntries.change(cluster.entries, steps.subList(0, lastSteps));
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
    FakeEntries.apply(cluster.entries, steps);
    if (!lostAnswers.isEmpty()) {
      throw lostAnswers.remove(0);
    }
  }

  @Override
  public List<UUID> copiesOf(QueueRef queue) {
    List<UUID> copies = members();
    UUID primary = view == null ? cluster.owner : view;
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
    return id.equals(cluster.owner) ? FakeEntries.temporary(cluster.entries) : new HashMap<>();
  }

  @Override
  public Map<EntryKey, byte[]> records() {
    return FakeEntries.records(cluster.entries);
  }

  @Override
  public UUID localNode() {
    return id;
  }

  @Override
  public List<UUID> members() {
    return new ArrayList<>(cluster.nodes.keySet());
  }

  @Override
  public boolean isMember(UUID node) {
    return cluster.nodes.containsKey(node);
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
    return isMember(departed) ? new CompletableFuture<>() : cluster.fence;
  }

  @Override
  public CompletableFuture<byte[]> request(UUID to, String service, byte[] payload) {
    FakeNode target = cluster.nodes.get(to);
    return target == null || !alive
        ? FakeCluster.gone(to)
        : CompletableFuture.supplyAsync(() -> target.answer(id, service, payload), cluster.network)
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
    FakeNode target = cluster.nodes.get(to);
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
