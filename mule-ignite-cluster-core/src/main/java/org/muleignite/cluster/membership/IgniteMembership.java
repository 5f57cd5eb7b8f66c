package org.muleignite.cluster.membership;

import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
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

  private static final String DROPPED =
      "The other members dropped this node (network cut, or a pause longer than the failure detection).";

  private static final String UNSETTLED =
      "A node has left, and the copies of those who stay do not count as newer than its own yet; they will once every"
          + " member knows of it.";

  /** Several times what it takes until all members know of a departure and have noted it. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final String GIVES_WAY =
      "This node is not enough to serve, and other nodes of the cluster run that it cannot reach without a new start.";

  private final Ignite ignite;
  private final CorrelatingMessenger messenger;
  private final Duration leaseDuration;
  private final int quorum;
  private final MembershipLease lease;
  private final HeartbeatClock clock = new HeartbeatClock();
  private final Heartbeats heartbeats;
  private final ScheduledExecutorService thread = ClusterThreads.single("membership");
  private final List<Consumer<MembershipChange>> listeners = new CopyOnWriteArrayList<>();
  private final Fences fences;
  private final Doubts doubts;
  private final ReunionWatch reunion;
  private final List<Consumer<String>> lossListeners = new CopyOnWriteArrayList<>();
  private final IgnitePredicate<DiscoveryEvent> discoveryListener = this::onDiscovery;

  private final AtomicReference<String> loss = new AtomicReference<>();
  private final SettledView settled = new SettledView();
  private volatile List<UUID> members = new ArrayList<>();
  private volatile boolean serving;

  /**
   * @param quorum how many members must be in reach of each other for any of them to act
   */
  public IgniteMembership(
      Ignite ignite, CorrelatingMessenger messenger, Duration leaseDuration, int quorum) {
    this.ignite = ignite;
    this.messenger = messenger;
    this.leaseDuration = leaseDuration;
    this.quorum = quorum;
    this.lease = new MembershipLease(leaseDuration.toNanos(), quorum);
    this.heartbeats = new Heartbeats(messenger, lease, clock, this::members);
    this.fences = new Fences(thread, leaseDuration.toNanos(), this::isMember);
    SeedProbe probe = new SeedProbe(ignite);
    this.doubts = new Doubts(probe::listens, () -> lose(DROPPED));
    this.reunion =
        new ReunionWatch(probe::strangerListens, () -> serving && hasQuorum(), this::giveWay);
  }

  /** Begins to follow the topology; afterwards {@link #members()} is right. */
  public void start() {
    ignite.events().localListen(discoveryListener, EVENTS);
    // The version first: an event may come in between, and knows more than what was read before it.
    long version = ignite.cluster().topologyVersion();
    Collection<ClusterNode> nodes = ignite.cluster().forServers().nodes();
    // Who left before is unknown.
    settled.departed(version);
    synchronized (this) {
      view(version, nodes);
      lease.start(peers(), System.nanoTime());
    }
    heartbeats.start(leaseDuration.toNanos(), this::isMember);
    reunion.start();
  }

  /** The cluster is active and this node has its share: from now on only the quorum can lack. */
  public void serves() {
    serving = true;
  }

  /**
   * From now on this node does not act and is to be started anew; the sentence says why. Only the
   * first call has an effect.
   */
  public void lose(String reason) {
    if (loss.compareAndSet(null, reason)) {
      LOGGER.error("This node takes no part in the cluster any more: {}", reason);
      lossListeners.forEach(listener -> listener.accept(reason));
    }
  }

  /** This node cannot serve as it is, and starts anew so that it can join others. */
  public void giveWay() {
    lose(GIVES_WAY);
  }

  /** Why this node takes no part in the cluster any more; null while it does. */
  public String lossReason() {
    return loss.get();
  }

  /** Is told the reason when this node stops being a member, for good; must not block. */
  public void onLoss(Consumer<String> listener) {
    lossListeners.add(listener);
  }

  public void stop() {
    loss.compareAndSet(null, "This node is stopping.");
    reunion.stop();
    heartbeats.stop();
    ClusterThreads.stop(thread);
    try {
      ignite.events().stopLocalListen(discoveryListener, EVENTS);
    } catch (IllegalStateException e) {
      LOGGER.debug("Ignite has stopped before.", e);
    }
  }

  /** How far this node has followed the topology. */
  public SettledView settledView() {
    return settled;
  }

  /** The other members that act, or have begun to: all but those that are still starting. */
  public Set<UUID> actingPeers() {
    return lease.peers();
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
  public boolean hasQuorum() {
    return members.size() >= quorum;
  }

  @Override
  public boolean mayAct() {
    return loss.get() == null && doubts.areNone() && lease.isValid(System.nanoTime());
  }

  @Override
  public void checkMember() {
    if (!mayAct() && !mayActSoon()) {
      throw new ClusterUnavailableException(
          hindrance() + " The operation was not begun, nothing was changed.");
    }
  }

  @Override
  public void confirmMember() {
    // A change may end well just because those who had to agree were dropped, before the event
    // that tells of it is here.
    boolean seen = settled.isSettled(ignite.cluster().topologyVersion()) || isSettledSoon();
    if (!seen || !(mayAct() || mayActSoon())) {
      throw new ClusterUnavailableException(
          (mayAct() ? UNSETTLED : hindrance())
              + " The operation was begun, whether it will last is unknown.");
    }
  }

  private boolean isSettledSoon() {
    return settled.await(ignite.cluster()::topologyVersion, System.nanoTime() + SETTLING.toNanos());
  }

  private boolean mayActSoon() {
    if (loss.get() == null && hasQuorum()) {
      heartbeats.hurry();
      try {
        lease.awaitValid(System.nanoTime() + leaseDuration.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return mayAct();
  }

  private String hindrance() {
    String lost = loss.get();
    if (lost != null) {
      return lost;
    }
    return hasQuorum()
        ? LEASE_OVER
        : "This node reaches "
            + members.size()
            + " of the "
            + quorum
            + " members that 'quorum' asks for (itself included): start the others or mend the"
            + " network; work goes on by itself then.";
  }

  @Override
  public void onChange(Consumer<MembershipChange> listener) {
    listeners.add(listener);
  }

  @Override
  public CompletableFuture<Void> fenced(UUID node) {
    return fences.of(node);
  }

  private boolean onDiscovery(DiscoveryEvent event) {
    if (event.type() == EventType.EVT_NODE_SEGMENTED) {
      lose(DROPPED);
      return true;
    }
    ClusterNode node = event.eventNode();
    if (node.isClient()) {
      view(event.topologyVersion(), event.topologyNodes());
      return true;
    }
    MembershipChange change = new MembershipChange(kindOf(event.type()), node.id());
    if (change.kind() == MembershipChange.Kind.FAILED) {
      fences.failing(node.id());
      doubtAfterSilence(node);
    }
    if (change.isDeparture()) {
      settled.departed(event.topologyVersion());
    }
    // In Ignite's discovery thread, so that the view is never behind the topology that messages
    // arrive from.
    view(event.topologyVersion(), event.topologyNodes());
    thread.execute(() -> changed(change, node));
    return true;
  }

  /** Without a quorum the drop of the last silent member renews the lease. */
  private void doubtAfterSilence(ClusterNode node) {
    if (quorum <= 1 && !lease.isValid(System.nanoTime())) {
      doubts.lookAfter(node);
    }
  }

  private static MembershipChange.Kind kindOf(int eventType) {
    if (eventType == EventType.EVT_NODE_JOINED) {
      return MembershipChange.Kind.JOINED;
    }
    return eventType == EventType.EVT_NODE_LEFT
        ? MembershipChange.Kind.LEFT
        : MembershipChange.Kind.FAILED;
  }

  private synchronized void view(long version, Collection<ClusterNode> nodes) {
    if (version < settled.seen()) {
      return;
    }
    List<UUID> view =
        nodes.stream()
            .filter(node -> !node.isClient())
            .sorted(Comparator.comparingLong(ClusterNode::order))
            .map(ClusterNode::id)
            .collect(toList());
    members = view;
    if (!view.isEmpty() && view.get(0).equals(localNode())) {
      clock.settle();
    }
    lease.retain(peers());
    settled.see(version);
  }

  private List<UUID> peers() {
    return members.stream().filter(id -> !id.equals(localNode())).collect(toList());
  }

  private void changed(MembershipChange change, ClusterNode node) {
    LOGGER.info(
        "Node {} {}; {} members now.",
        node.consistentId(),
        change.kind().name().toLowerCase(Locale.ROOT),
        members.size());
    if (change.isDeparture()) {
      messenger.nodeLeft(change.node());
      fences.raise(change);
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
}
