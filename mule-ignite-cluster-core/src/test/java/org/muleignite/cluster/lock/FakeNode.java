package org.muleignite.cluster.lock;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;

/** One node of a {@link FakeCluster}. */
final class FakeNode implements NodeMessenger, Membership {

  final ClusterLocks locks = new ClusterLocks();

  /** When completed, others may take over what this node held. */
  final CompletableFuture<Void> fence = new CompletableFuture<>();

  volatile boolean mayAct = true;

  /** Under which service each kind of message went out. */
  final Map<LockMessage.Kind, String> services = new ConcurrentHashMap<>();

  final Set<String> servedAtOnce = ConcurrentHashMap.newKeySet();

  private final UUID id;
  private final FakeCluster cluster;
  private final Map<UUID, CompletableFuture<Void>> fences = new ConcurrentHashMap<>();
  private final List<Consumer<MembershipChange>> listeners = new CopyOnWriteArrayList<>();
  private final Map<CompletableFuture<byte[]>, FakeNode> pending = new ConcurrentHashMap<>();
  private volatile RequestHandler handler;
  private volatile List<UUID> members = List.of();

  FakeNode(FakeCluster cluster, UUID id) {
    this.cluster = cluster;
    this.id = id;
  }

  void serve() {
    locks.start(this, this, System::currentTimeMillis, cluster::after);
  }

  FencedLock lock(String lockId) {
    return locks.lock(lockId);
  }

  void changed(FakeNode departed) {
    if (departed != null) {
      // Before the members, as in the real one: who sees a node gone finds its fence.
      fences.put(departed.id, departed.fence);
    }
    members = cluster.nodes().stream().map(FakeNode::localNode).toList();
    if (departed != null) {
      pending.forEach(
          (answer, asked) -> {
            if (asked == departed && pending.remove(answer, asked)) {
              answer.completeExceptionally(new NodeGoneException(departed.id, "lock"));
            }
          });
    }
    MembershipChange change =
        departed == null
            ? new MembershipChange(MembershipChange.Kind.JOINED, id)
            : new MembershipChange(MembershipChange.Kind.FAILED, departed.id);
    listeners.forEach(listener -> listener.accept(change));
  }

  @Override
  public CompletableFuture<byte[]> request(UUID node, String service, byte[] payload) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    FakeNode to = cluster.node(node);
    if (to == null) {
      answer.completeExceptionally(new NodeGoneException(node, service));
      return answer;
    }
    pending.put(answer, to);
    send(
        to,
        service,
        payload,
        (reply, failure) ->
            to.dispatch(
                this,
                null,
                () -> {
                  if (pending.remove(answer) != null && failure == null) {
                    answer.complete(reply);
                  } else if (failure != null) {
                    answer.completeExceptionally(
                        new ClusterUnavailableException(failure.getMessage()));
                  }
                }));
    return answer;
  }

  @Override
  public void tell(UUID node, String service, byte[] payload) {
    FakeNode to = cluster.node(node);
    if (to != null) {
      send(to, service, payload, (reply, failure) -> {});
    }
  }

  private void send(
      FakeNode to, String service, byte[] payload, BiConsumer<byte[], Throwable> replied) {
    LockMessage.Kind kind = LockCodec.decodeMessage(payload).kind;
    services.put(kind, service);
    dispatch(to, kind, () -> to.receive(this, payload, replied));
  }

  /**
   * As with Ignite, what arrives before the node listens is lost, and so is what a dead node says.
   */
  private void receive(FakeNode from, byte[] payload, BiConsumer<byte[], Throwable> replied) {
    RequestHandler present = handler;
    if (present != null) {
      present.handle(from.id, payload).whenComplete(replied);
    }
  }

  private void dispatch(FakeNode to, LockMessage.Kind kind, Runnable arrival) {
    if (cluster.isMember(id)) {
      cluster.send(new FakeCluster.Parcel(this, to, kind, arrival));
    }
  }

  @Override
  public void serve(String service, RequestHandler requestHandler) {
    handler = requestHandler;
  }

  @Override
  public void serveAtOnce(String service, RequestHandler requestHandler) {
    servedAtOnce.add(service);
    serve(service, requestHandler);
  }

  @Override
  public UUID localNode() {
    return id;
  }

  @Override
  public List<UUID> members() {
    return members;
  }

  @Override
  public boolean isMember(UUID node) {
    return members.contains(node);
  }

  @Override
  public void checkMember() {
    if (!mayAct) {
      throw new ClusterUnavailableException("The lease of this node ran out.");
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
    return mayAct;
  }

  @Override
  public void onChange(Consumer<MembershipChange> listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<Void> fenced(UUID departed) {
    return fences.getOrDefault(departed, CompletableFuture.completedFuture(null));
  }
}
