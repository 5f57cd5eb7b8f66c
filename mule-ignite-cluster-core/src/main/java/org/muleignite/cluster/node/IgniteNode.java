package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.spi.discovery.tcp.internal.TcpDiscoveryNode;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterContext;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NetworkSettings;
import org.muleignite.cluster.config.Settings;
import org.muleignite.cluster.membership.IgniteMembership;
import org.muleignite.cluster.messaging.CorrelatingMessenger;
import org.muleignite.cluster.messaging.IgniteTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one Ignite node of this JVM's engine, from start to stop. Owns the Ignite instance: nobody
 * else stops it. {@link #start} blocks until the cluster serves, or fails with one sentence and
 * leaves nothing running; {@link #stop} is idempotent and runs every step even when one fails.
 * Thread-safe once started.
 */
public final class IgniteNode implements ClusterContext {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteNode.class);
  private static final long LEAST_PAUSE_MILLIS = 1_000;
  private static final long MORE_PAUSE_MILLIS = 3_000;
  private static final long COPIES_LOOK_MILLIS = 100;

  /** Longer than those others take to learn that they were refused (10 s), pause, and start. */
  private static final long AFTER_OTHERS_MILLIS = 18_000;

  private final ClusterSettings settings;
  private final File storage;
  private final LocalCopies copies;
  private final List<CacheSpec> caches;

  private final List<Consumer<String>> lossListeners = new CopyOnWriteArrayList<>();

  private volatile String instanceName;
  private volatile Ignite ignite;
  private CorrelatingMessenger messenger;
  private volatile IgniteMembership membership;
  private volatile DataPlacement placement;
  private BaselineKeeper baseline;
  private FilledCopies filled;
  private NewerCopies newer;
  private CopyComparison comparison;
  private int number;

  /**
   * @param storage the folder of this node's durable data, used where the settings name none
   * @param caches what the service modules need
   */
  public IgniteNode(ClusterSettings settings, File storage, List<CacheSpec> caches) {
    this.settings = settings.readOnly();
    this.storage = settings.getStorage() == null ? storage : settings.getStorage();
    this.copies = new LocalCopies(this.storage);
    this.caches = new ArrayList<>(caches);
  }

  /**
   * @param base makes what the user configured of Ignite, anew for every try: Ignite cannot use it
   *     twice; null for defaults
   * @throws ClusterException when the node cannot start or the cluster does not become active in
   *     time
   */
  public void start(Supplier<IgniteConfiguration> base) {
    NodeIdentity identity = NodeIdentity.of(storage.toPath(), settings);
    EnginePrerequisites.establish(IgniteNode.class.getClassLoader());
    ReceivedClasses.establish(settings.get(NetworkSettings.RECEIVED_CLASSES), storage);
    Duration timeout = Duration.ofSeconds(settings.getStartTimeoutSeconds());
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      try {
        copies.discardGivenUp();
        start(base == null ? null : base.get(), identity, deadline);
        return;
      } catch (TryAgainException e) {
        stop();
        if (e.isWithoutCopies()) {
          copies.giveUp();
        }
        pause(e, deadline);
      } catch (RuntimeException e) {
        stop();
        throw e;
      }
    }
  }

  private void start(IgniteConfiguration base, NodeIdentity identity, long deadline) {
    JoinPolicy policy = new JoinPolicy(settings);
    IgniteConfiguration configuration =
        new IgniteConfigurationFactory(settings, storage, identity.id())
            .create(base, caches, new NodeFailureHandler(this::failed), policy);
    instanceName = configuration.getIgniteInstanceName();
    ignite = OwnThread.call("start", () -> startIgnite(configuration));
    if (base == null || base.getDiscoverySpi() == null) {
      refuseToBeASecondCluster();
    }
    meetOthers();
    placement = new DataPlacement(ignite, cacheNames(), policy);
    baseline = new BaselineKeeper(ignite, membership, placement, settings.departedNode(), policy);
    baseline.onRestored(comparison::repeatAll);
    baseline.start();
    new Activation(ignite, membership, settings.getClusterSize(), policy).await(deadline);
    newer.look();
    comparison.awaitAll(deadline);
    number = new SystemCache(ignite).numberOf(identity.id(), settings.getNodeId());
    filled = new FilledCopies(ignite, placement, copies);
    filled.start();
    membership.serves();
    copies.trusted();
    membership.onChange(change -> judgeCopies());
    membership.onLoss(this::lost);
    String lost = membership.lossReason();
    if (lost != null) {
      throw new TryAgainException(lost, null);
    }
  }

  private void meetOthers() {
    messenger = new CorrelatingMessenger(new IgniteTransport(ignite));
    membership =
        new IgniteMembership(ignite, messenger, settings.lease(), settings.requiredMembers());
    List<String> atomic = durableAtomicCaches();
    newer = new NewerCopies(ignite, membership, messenger, atomic);
    newer.start();
    comparison = new CopyComparison(ignite, membership, messenger, atomic);
    comparison.start();
    membership.start();
    messenger.start();
    newer.look();
  }

  /**
   * Ignite does not always tell a node that others refused its certificate, and lets it be a
   * cluster of its own then.
   */
  private void refuseToBeASecondCluster() {
    boolean alone = ignite.cluster().forServers().nodes().size() == 1;
    if (alone && settings.get(NetworkSettings.TLS_KEY_STORE) != null) {
      TcpDiscoveryNode self = (TcpDiscoveryNode) ignite.cluster().localNode();
      Optional<String> hindrance = new TlsProbe(settings).hindrance(self.socketAddresses());
      if (hindrance.isPresent()) {
        throw new ClusterException(hindrance.get());
      }
    }
  }

  private synchronized void lost(String reason) {
    copies.diverge();
    lossListeners.forEach(listener -> listener.accept(reason));
  }

  /** Below the quorum, changes that were under way may be applied here and nowhere else. */
  private synchronized void judgeCopies() {
    if (!membership.hasQuorum()) {
      copies.diverge();
    } else if (membership.lossReason() == null) {
      copies.trusted();
    }
  }

  private List<String> cacheNames() {
    List<String> names = caches.stream().map(CacheSpec::name).collect(toCollection(ArrayList::new));
    names.add(SystemCache.SPEC.name());
    return names;
  }

  private List<String> durableAtomicCaches() {
    PartitionLayout layout = PartitionLayout.of(settings);
    return caches.stream()
        .filter(cache -> cache.isPersistent() && layout.isAtomic(cache))
        .filter(cache -> settings.get(Settings.PERSISTENCE))
        .map(CacheSpec::name)
        .collect(toList());
  }

  /** A different time for each node, so that those who wait for each other do not meet again. */
  private static void pause(TryAgainException cause, long deadline) {
    long least = cause.isAfterOthers() ? AFTER_OTHERS_MILLIS : LEAST_PAUSE_MILLIS;
    long millis = least + ThreadLocalRandom.current().nextLong(MORE_PAUSE_MILLIS);
    if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) - deadline > 0) {
      throw new ClusterException(
          "The start did not succeed within 'startTimeoutSeconds': " + cause.getMessage(), cause);
    }
    LOGGER.info("Trying to start again in {} ms: {}", millis, cause.getMessage());
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while waiting for the next try to start", e);
    }
  }

  private Ignite startIgnite(IgniteConfiguration configuration) {
    boolean reliable = !copies.areBeingFilled();
    copies.fill();
    try {
      return Ignition.start(configuration);
    } catch (RuntimeException e) {
      ClusterException explained = new StartFailure(settings, storage).explain(e);
      if (reliable && explained instanceof TryAgainException) {
        // It was not let in, so that nothing has changed.
        copies.filled();
      }
      throw explained;
    }
  }

  private void failed(Throwable cause) {
    IgniteMembership failing = membership;
    if (failing != null) {
      failing.lose("The Ignite node of this JVM failed: " + cause + ". See the log above for why.");
    }
  }

  /**
   * Blocks, at most as long as 'shutdownWaitSeconds' says, until the other members have a copy of
   * all that is here. Returns at once where there is nobody else or nothing to wait for. To be
   * called before a {@link #stop} in order, while the services of this node still work.
   */
  public void awaitCopiesElsewhere() {
    long deadline = System.nanoTime() + settings.shutdownWait().toNanos();
    PartitionCopies copies = PartitionCopies.of(ignite);
    boolean said = false;
    while (canHandOver() && !copies.areTwoOfEach()) {
      if (System.nanoTime() - deadline >= 0) {
        LOGGER.warn("This node leaves with data of which no other member has a complete copy yet.");
        return;
      }
      if (!said) {
        LOGGER.info(
            "Waiting up to {} s before leaving: other members do not have a copy of all data yet.",
            settings.shutdownWait().getSeconds());
        said = true;
      }
      pause(COPIES_LOOK_MILLIS);
    }
  }

  private boolean canHandOver() {
    return PartitionLayout.of(settings).most() > 0
        && !settings.shutdownWait().isZero()
        && !Thread.currentThread().isInterrupted()
        && membership.mayAct()
        && membership.members().size() > 1;
  }

  /** Ignite has no event for a copy that is complete. Returns early when interrupted. */
  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Leaves the cluster in order; what others took over of this node they may use at once. */
  public void stop() {
    quietly("baseline", baseline == null ? null : baseline::stop);
    quietly("checkpoints", filled == null ? null : filled::stop);
    quietly("comparison", comparison == null ? null : comparison::stop);
    quietly("newer copies", newer == null ? null : newer::stop);
    quietly("membership", membership == null ? null : membership::stop);
    quietly("messenger", messenger == null ? null : messenger::stop);
    String running = instanceName;
    if (running != null) {
      instanceName = null;
      // By its name: a start that was interrupted goes on, and nobody else would end it.
      quietly("Ignite", () -> OwnThread.call("stop", () -> Ignition.stop(running, true)));
    }
  }

  private static void quietly(String part, Runnable step) {
    try {
      if (step != null) {
        step.run();
      }
    } catch (RuntimeException e) {
      LOGGER.warn("Stopping the {} failed; going on with the rest.", part, e);
    }
  }

  /**
   * Is told the reason when this node, once started, stops being a member, for good; must not
   * block. To be registered before the start.
   */
  public void onLoss(Consumer<String> listener) {
    lossListeners.add(listener);
  }

  /**
   * The number of this node, unique in the cluster and the same after every restart: what {@code
   * nodeId} says, or else counted from 1.
   */
  public int number() {
    return number;
  }

  /** Where the data is; null before the engine has started. */
  public DataPlacement placement() {
    return placement;
  }

  /** Why this node takes no part in the cluster any more; null while it does. */
  public String lossReason() {
    IgniteMembership present = membership;
    return present == null ? null : present.lossReason();
  }

  public File storage() {
    return storage;
  }

  @Override
  public ClusterSettings settings() {
    return settings;
  }

  @Override
  public Ignite ignite() {
    return ignite;
  }

  @Override
  public NodeMessenger messenger() {
    return messenger;
  }

  @Override
  public Membership membership() {
    return membership;
  }

  @Override
  public ClusterClock clock() {
    return membership.clock();
  }
}
