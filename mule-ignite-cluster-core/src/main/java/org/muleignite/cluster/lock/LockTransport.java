package org.muleignite.cluster.lock;

import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.api.RequestHandler;
import org.muleignite.cluster.lock.LockMessage.Kind;

/**
 * Carries the questions of holders and owners between the nodes; those to this node are plain
 * calls. No rules here. Thread-safe, does not block.
 */
final class LockTransport implements LockPort, ReportPort, RequestHandler {

  static final String SERVICE = "lock";

  /** To take locks and to give them back, which is nothing but memory on both sides. */
  private static final String TURNS = "lock-turns";

  private static final String FORCED = "an operator released it by force.";
  private static final byte[] NOTHING = new byte[0];

  private final NodeMessenger messenger;
  private final ViewTracker views;
  private final FencingNumbers numbers;
  private final Routes routes = new Routes();
  private final Peers peers;
  private final UUID local;
  private NodeLocks holders;
  private LockOwner owner;

  LockTransport(NodeMessenger messenger, ViewTracker views, FencingNumbers numbers) {
    this.messenger = messenger;
    this.views = views;
    this.numbers = numbers;
    this.local = messenger.localNode();
    this.peers = new Peers(local, node -> ask(node, new LockMessage(Kind.GREET)));
  }

  Peers peers() {
    return peers;
  }

  /** Both sides exist: this node can serve. */
  void serve(NodeLocks nodeLocks, LockOwner lockOwner) {
    holders = nodeLocks;
    owner = lockOwner;
    messenger.serveAtOnce(TURNS, this);
    messenger.serve(SERVICE, this);
  }

  @Override
  public UUID ownerOf(String id) {
    int partition = ClusterView.partitionOf(id);
    UUID known = routes.known(partition);
    return known != null && views.isMember(known)
        ? known
        : views.present().ownerOf(partition, peers::serves);
  }

  @Override
  public CompletableFuture<LockAnswer> acquire(
      UUID node, String id, long request, boolean patient) {
    long version = views.present().version();
    int partition = ClusterView.partitionOf(id);
    if (node.equals(local)) {
      return owner
          .acquire(id, new OwnedLock.Claim(local, request, patient), version)
          .thenApply(answer -> learned(partition, local, answer, null));
    }
    LockMessage message = LockMessage.about(Kind.ACQUIRE, id, request);
    message.patient = patient;
    message.version = version;
    return ask(node, message)
        .thenApply(
            bytes ->
                learned(
                    partition, node, LockCodec.decodeAnswer(bytes), LockCodec.decodeHint(bytes)));
  }

  @Override
  public void cancel(UUID node, String id, long request) {
    if (node.equals(local)) {
      owner.cancel(id, local, request);
    } else {
      tell(node, LockMessage.about(Kind.CANCEL, id, request));
    }
  }

  @Override
  public void release(UUID node, String id, long request) {
    if (node.equals(local)) {
      owner.release(id, local, request);
    } else {
      tell(node, LockMessage.about(Kind.RELEASE, id, request));
    }
  }

  @Override
  public CompletableFuture<Report> report(UUID node, long epoch, BitSet partitions, long fencing) {
    LockMessage message = new LockMessage(Kind.REPORT);
    message.version = epoch;
    message.partitions = partitions;
    message.fencing = fencing;
    return node.equals(local)
        ? report(local, message)
        : ask(node, message).thenApply(LockCodec::decodeReport);
  }

  @Override
  public CompletableFuture<Boolean> holds(UUID node, String id, long request) {
    return node.equals(local)
        ? CompletableFuture.completedFuture(holders.holds(id, request))
        : ask(node, LockMessage.about(Kind.HOLDS, id, request)).thenApply(LockCodec::decodeBoolean);
  }

  @Override
  public void revoke(UUID node, String id, long request) {
    if (node.equals(local)) {
      holders.revoke(id, request, FORCED);
    } else {
      tell(node, LockMessage.about(Kind.REVOKE, id, request));
    }
  }

  /** Asks the owner of an id to free it; see {@link LockOwner#force}. */
  CompletableFuture<Boolean> force(String id) {
    UUID node = ownerOf(id);
    return node.equals(local)
        ? CompletableFuture.completedFuture(owner.force(id))
        : ask(node, LockMessage.about(Kind.FORCE, id, 0)).thenApply(LockCodec::decodeBoolean);
  }

  /** What the threads of a node hold and wait for. */
  CompletableFuture<List<LockLine>> lines(UUID node) {
    return node.equals(local)
        ? CompletableFuture.completedFuture(holders.lines())
        : ask(node, new LockMessage(Kind.LIST)).thenApply(LockCodec::decodeLines);
  }

  @Override
  public CompletableFuture<byte[]> handle(UUID sender, byte[] payload) {
    LockMessage message = LockCodec.decodeMessage(payload);
    peers.heardOf(sender);
    switch (message.kind) {
      case GREET:
        return CompletableFuture.completedFuture(NOTHING);
      case ACQUIRE:
        return acquire(sender, message);
      case CANCEL:
        owner.cancel(message.id, sender, message.request);
        return CompletableFuture.completedFuture(NOTHING);
      case RELEASE:
        owner.release(message.id, sender, message.request);
        return CompletableFuture.completedFuture(NOTHING);
      case REPORT:
        return report(sender, message).thenApply(LockCodec::encode);
      case HOLDS:
        return CompletableFuture.completedFuture(
            LockCodec.encode(holders.holds(message.id, message.request)));
      case REVOKE:
        holders.revoke(message.id, message.request, FORCED);
        return CompletableFuture.completedFuture(NOTHING);
      case FORCE:
        return CompletableFuture.completedFuture(LockCodec.encode(owner.force(message.id)));
      default:
        return CompletableFuture.completedFuture(LockCodec.encode(holders.lines()));
    }
  }

  private CompletableFuture<byte[]> acquire(UUID sender, LockMessage message) {
    OwnedLock.Claim claim = new OwnedLock.Claim(sender, message.request, message.patient);
    int partition = ClusterView.partitionOf(message.id);
    return owner
        .acquire(message.id, claim, message.version)
        .thenApply(answer -> LockCodec.encode(answer, routes.known(partition)));
  }

  private LockAnswer learned(int partition, UUID node, LockAnswer answer, UUID hint) {
    if (answer.kind == LockAnswer.Kind.GRANTED) {
      routes.learn(partition, node);
    } else if (answer.kind == LockAnswer.Kind.MOVED) {
      routes.correct(partition, node, hint);
    }
    return answer;
  }

  private CompletableFuture<Report> report(UUID newOwner, LockMessage message) {
    return views
        .settled(message.version)
        .thenApply(
            seen -> {
              numbers.note(message.fencing);
              owner.deposed(message.partitions, message.version);
              message.partitions.stream().forEach(i -> routes.learn(i, newOwner));
              List<Report.Held> held =
                  holders.report(newOwner, message.version, message.partitions);
              return new Report(numbers.greatest(), held);
            });
  }

  private CompletableFuture<byte[]> ask(UUID node, LockMessage message) {
    return messenger.request(node, serviceOf(message.kind), LockCodec.encode(message));
  }

  private void tell(UUID node, LockMessage message) {
    messenger.tell(node, serviceOf(message.kind), LockCodec.encode(message));
  }

  /** A withdrawal, too, is nothing but memory, yet it must not overtake what it withdraws. */
  private static String serviceOf(Kind kind) {
    return kind == Kind.ACQUIRE || kind == Kind.RELEASE ? TURNS : SERVICE;
  }
}
