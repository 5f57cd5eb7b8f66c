package org.muleignite.cluster.node;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterContext;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeMessenger;
import org.muleignite.cluster.config.ClusterSettings;
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

  private final ClusterSettings settings;
  private final File storage;
  private final List<CacheSpec> caches;

  private Ignite ignite;
  private CorrelatingMessenger messenger;
  private IgniteMembership membership;
  private BaselineKeeper baseline;
  private int number;

  /**
   * @param storage the folder of this node's durable data, used where the settings name none
   * @param caches what the service modules need
   */
  public IgniteNode(ClusterSettings settings, File storage, List<CacheSpec> caches) {
    this.settings = settings.readOnly();
    this.storage = settings.getStorage() == null ? storage : settings.getStorage();
    this.caches = new ArrayList<>(caches);
  }

  /**
   * @param base what the user configured of Ignite; null for defaults
   * @throws ClusterException when the node cannot start or the cluster does not become active in
   *     time
   */
  public void start(IgniteConfiguration base) {
    NodeIdentity identity = NodeIdentity.of(storage.toPath(), settings.getClusterName());
    EnginePrerequisites.establish(IgniteNode.class.getClassLoader());
    IgniteConfiguration configuration =
        new IgniteConfigurationFactory(settings, storage, identity.id())
            .create(base, caches, new NodeFailureHandler(this::failed));
    try {
      ignite = ignition(configuration);
      serve(identity);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private void serve(NodeIdentity identity) {
    messenger = new CorrelatingMessenger(new IgniteTransport(ignite));
    membership = new IgniteMembership(ignite, messenger, settings.lease());
    membership.start();
    messenger.start();
    baseline = new BaselineKeeper(ignite, membership, caches);
    baseline.start();
    Duration timeout = Duration.ofSeconds(settings.getStartTimeoutSeconds());
    new Activation(ignite, membership, settings.getClusterSize()).await(timeout);
    number = new SystemCache(ignite).numberOf(identity.id());
  }

  /**
   * On a thread of its own: Ignite leaves thread locals behind that would keep the engine's class
   * loader alive.
   */
  private Ignite ignition(IgniteConfiguration configuration) {
    return onOwnThread("start", () -> startIgnite(configuration));
  }

  private Ignite startIgnite(IgniteConfiguration configuration) {
    try {
      return Ignition.start(configuration);
    } catch (RuntimeException e) {
      throw new StartFailure(settings, storage).explain(e);
    }
  }

  private void failed(Throwable cause) {
    if (membership != null) {
      membership.retire(
          "The Ignite node of this JVM failed: "
              + cause
              + ". Restart Mule after mending the cause.");
    }
  }

  /** Leaves the cluster in order; what others took over of this node they may use at once. */
  public void stop() {
    quietly("baseline", baseline == null ? null : baseline::stop);
    quietly("membership", membership == null ? null : membership::stop);
    quietly("messenger", messenger == null ? null : messenger::stop);
    Ignite running = ignite;
    if (running != null) {
      ignite = null;
      quietly("Ignite", () -> onOwnThread("stop", () -> Ignition.stop(running.name(), true)));
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

  private static <T> T onOwnThread(String purpose, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    ClusterThreads.factory(purpose).newThread(task).start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted during the " + purpose + " of the Ignite node", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ClusterException
          ? (ClusterException) e.getCause()
          : new ClusterException(
              "The " + purpose + " of the Ignite node failed: " + e.getCause(), e.getCause());
    }
  }

  /** Is told the reason when this node stops being a member, for good; must not block. */
  public void onLoss(Consumer<String> listener) {
    membership.onLoss(listener);
  }

  /**
   * The number of this node, unique in the cluster and the same after every restart; counted from
   * 1.
   */
  public int number() {
    return number;
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
