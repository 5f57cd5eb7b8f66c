package org.muleignite.cluster.membership;

import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.events.DiscoveryEvent;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.messaging.CorrelatingMessenger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Membership} as Ignite's discovery sees it, with a lease of our own on top. Events are
 * handed to listeners on one thread of ours, never on Ignite's. Thread-safe.
 */
public final class IgniteMembership implements Membership {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteMembership.class);

  private static final int[] EVENTS = {
    EventType.EVT_NODE_JOINED,
    EventType.EVT_NODE_LEFT,
    EventType.EVT_NODE_FAILED,
    EventType.EVT_NODE_SEGMENTED
  };

  private static final String LEASE_OVER =
      "The membership lease of this node ran out: for longer than 'leaseMillis' not every other member has answered."
          + " Check the network and long pauses of the JVMs; the lease is renewed by itself.";

  private final Ignite ignite;
  private final CorrelatingMessenger messenger;
  private final Duration leaseDuration;
  private final MembershipLease lease;
  private final HeartbeatClock clock = new HeartbeatClock();
  private final Heartbeats heartbeats;
  private final ScheduledExecutorService thread = ClusterThreads.single("membership");
  private final List<Consumer<MembershipChange>> listeners = new CopyOnWriteArrayList<>();
  private final Map<UUID, CompletableFuture<Void>> fences = new ConcurrentHashMap<>();
  private final Set<UUID> failing = ConcurrentHashMap.newKeySet();
  private final List<Consumer<String>> lossListeners = new CopyOnWriteArrayList<>();
  private final IgnitePredicate<DiscoveryEvent> discoveryListener = this::onDiscovery;

  private volatile List<UUID> members = new ArrayList<>();
  private volatile String unavailable;

  public IgniteMembership(Ignite ignite, CorrelatingMessenger messenger, Duration leaseDuration) {
    this.ignite = ignite;
    this.messenger = messenger;
    this.leaseDuration = leaseDuration;
    this.lease = new MembershipLease(leaseDuration.toNanos());
    this.heartbeats = new Heartbeats(messenger, lease, clock, this::members);
  }

  /** Begins to follow the topology; afterwards {@link #members()} is right. */
  public void start() {
    ignite.events().localListen(discoveryListener, EVENTS);
    view(ignite.cluster().forServers().nodes());
    lease.start(peers(), System.nanoTime());
    heartbeats.start(leaseDuration.toNanos(), this::isMember);
  }

  /** From now on this node does not act; the sentence says why. */
  public void retire(String reason) {
    unavailable = reason;
    lossListeners.forEach(listener -> listener.accept(reason));
  }

  /** Is told the reason when this node stops being a member, for good; must not block. */
  public void onLoss(Consumer<String> listener) {
    lossListeners.add(listener);
  }

  public void stop() {
    retire("This node is stopping.");
    ignite.events().stopLocalListen(discoveryListener, EVENTS);
    heartbeats.stop();
    ClusterThreads.stop(thread);
  }

  public ClusterClock clock() {
    return clock;
  }

  @Override
  public UUID localNode() {
    return messenger.localNode();
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
  public boolean mayAct() {
    return unavailable == null && lease.isValid(System.nanoTime());
  }

  @Override
  public void checkMember() {
    if (mayAct()) {
      return;
    }
    if (unavailable == null) {
      heartbeats.hurry();
      try {
        lease.awaitValid(System.nanoTime() + leaseDuration.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (!mayAct()) {
      String reason = unavailable;
      throw new ClusterUnavailableException(
          (reason != null ? reason : LEASE_OVER)
              + " The operation was not begun, nothing was changed.");
    }
  }

  @Override
  public void onChange(Consumer<MembershipChange> listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<Void> fenced(UUID node) {
    CompletableFuture<Void> asked = fences.computeIfAbsent(node, n -> new CompletableFuture<>());
    if (isMember(node) || failing.contains(node)) {
      return asked;
    }
    fences.remove(node, asked);
    asked.complete(null);
    return asked;
  }

  private boolean onDiscovery(DiscoveryEvent event) {
    if (event.type() == EventType.EVT_NODE_SEGMENTED) {
      retire(
          "The other members dropped this node (network cut, or a pause longer than the failure detection).");
      LOGGER.error(
          "This node was dropped by the other members; its clustered operations fail from now on.");
      return true;
    }
    ClusterNode node = event.eventNode();
    if (node.isClient()) {
      return true;
    }
    MembershipChange.Kind kind = kindOf(event.type());
    if (kind == MembershipChange.Kind.FAILED) {
      failing.add(node.id());
    }
    // In Ignite's discovery thread, so that the view is never behind the topology that messages
    // arrive from.
    view(event.topologyNodes());
    MembershipChange change = new MembershipChange(kind, node.id());
    thread.execute(() -> changed(change, node));
    return true;
  }

  private static MembershipChange.Kind kindOf(int eventType) {
    if (eventType == EventType.EVT_NODE_JOINED) {
      return MembershipChange.Kind.JOINED;
    }
    return eventType == EventType.EVT_NODE_LEFT
        ? MembershipChange.Kind.LEFT
        : MembershipChange.Kind.FAILED;
  }

  private void view(Collection<ClusterNode> nodes) {
    List<UUID> view =
        nodes.stream()
            .filter(node -> !node.isClient())
            .sorted(Comparator.comparingLong(ClusterNode::order))
            .map(ClusterNode::id)
            .collect(toList());
    members = view;
    lease.retain(peers());
  }

  private List<UUID> peers() {
    return members.stream().filter(id -> !id.equals(localNode())).collect(toList());
  }

  private void changed(MembershipChange change, ClusterNode node) {
    LOGGER.info(
        "Node {} {}; {} members now.", node.consistentId(), verb(change.kind()), members.size());
    if (change.isDeparture()) {
      messenger.nodeLeft(change.node());
      raiseFence(change);
    }
    heartbeats.hurry();
    for (Consumer<MembershipChange> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOGGER.error("A listener failed on the change of node {}.", node.consistentId(), e);
      }
    }
  }

  private static String verb(MembershipChange.Kind kind) {
    switch (kind) {
      case JOINED:
        return "joined";
      case LEFT:
        return "left";
      default:
        return "failed";
    }
  }

  /**
   * From the event on no member of this view acknowledges the node, so its lease ends one duration
   * later.
   */
  private void raiseFence(MembershipChange change) {
    long waits = change.kind() == MembershipChange.Kind.FAILED ? leaseDuration.toNanos() : 0;
    ScheduledFuture<?> unused =
        thread.schedule(() -> fence(change.node()), waits, TimeUnit.NANOSECONDS);
  }

  private void fence(UUID node) {
    failing.remove(node);
    CompletableFuture<Void> fence = fences.remove(node);
    if (fence != null) {
      fence.complete(null);
    }
  }
}
