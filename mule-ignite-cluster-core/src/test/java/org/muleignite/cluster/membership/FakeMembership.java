package org.muleignite.cluster.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;

/** Members come, go and are fenced when the test says so. */
final class FakeMembership implements Membership {

  volatile boolean mayAct = true;
  volatile boolean quorum = true;

  private final UUID local = UUID.randomUUID();
  private final List<UUID> members = new CopyOnWriteArrayList<>();
  private final Map<UUID, Fence> fences = new ConcurrentHashMap<>();
  private final List<Consumer<MembershipChange>> listeners = new CopyOnWriteArrayList<>();

  /** A future that knows what hangs on it, so that a test can wait for the effect. */
  private static final class Fence extends CompletableFuture<Void> {

    private final List<CompletableFuture<Void>> effects = new ArrayList<>();

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
      CompletableFuture<Void> effect = super.thenRunAsync(action, executor);
      effects.add(effect);
      return effect;
    }

    void raise() {
      complete(null);
      effects.forEach(CompletableFuture::join);
    }
  }

  /** The local node becomes a member. */
  void joinLocal() {
    members.add(local);
  }

  /** Another node becomes a member, the youngest of all. */
  UUID join() {
    UUID node = UUID.randomUUID();
    members.add(node);
    return node;
  }

  /** Leaves in order; returns when whoever waited for its fence is through. */
  void leave(UUID node) {
    drop(node);
    announce(MembershipChange.Kind.LEFT, node);
    fence(node);
  }

  /** Crashes; {@link #fence} is to follow. */
  void fail(UUID node) {
    drop(node);
    announce(MembershipChange.Kind.FAILED, node);
  }

  /** Is no member any more, of which nobody was told yet. */
  void drop(UUID node) {
    members.remove(node);
  }

  void announce(MembershipChange.Kind kind, UUID node) {
    listeners.forEach(listener -> listener.accept(new MembershipChange(kind, node)));
  }

  /** The node can no longer act; returns when whoever waited for it is through. */
  void fence(UUID node) {
    fenceOf(node).raise();
  }

  /** The node can no longer act; what hangs on that may be dropped. */
  void release(UUID node) {
    fenceOf(node).complete(null);
  }

  /** Returns when whoever follows the members has done what was to be done. */
  void settle() {
    leave(join());
  }

  @Override
  public UUID localNode() {
    return local;
  }

  @Override
  public List<UUID> members() {
    return List.copyOf(members);
  }

  @Override
  public boolean isMember(UUID node) {
    return members.contains(node);
  }

  @Override
  public void checkMember() {
    if (!mayAct) {
      throw new ClusterUnavailableException("The lease ran out.");
    }
  }

  @Override
  public void confirmMember() {
    checkMember();
  }

  @Override
  public boolean hasQuorum() {
    return quorum;
  }

  @Override
  public boolean mayAct() {
    return mayAct;
  }

  @Override
  public void onChange(Consumer<MembershipChange> listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<Void> fenced(UUID node) {
    return fenceOf(node);
  }

  private Fence fenceOf(UUID node) {
    return fences.computeIfAbsent(node, n -> new Fence());
  }
}
