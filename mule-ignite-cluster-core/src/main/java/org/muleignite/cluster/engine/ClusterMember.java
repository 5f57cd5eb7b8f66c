package org.muleignite.cluster.engine;

import static java.util.stream.Collectors.toList;

import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterContext;
import org.muleignite.cluster.api.ServiceModule;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.lock.ClusterLocks;
import org.muleignite.cluster.membership.PrimaryRole;
import org.muleignite.cluster.node.DataPlacement;
import org.muleignite.cluster.node.IgniteNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node with its services: what a Mule JVM, or a test, runs of the cluster. Starts the node, then
 * the services, then the candidacy for primary; stops in the opposite order, every step even when
 * one fails. Started and stopped by one thread; thread-safe in between.
 */
public final class ClusterMember {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterMember.class);

  private final IgniteNode node;
  private final List<ServiceModule> modules;
  private final ClusterLocks locks = new ClusterLocks();
  private PrimaryRole primary;

  /**
   * @param storage the folder of this node's durable data, used where the settings name none
   */
  public ClusterMember(ClusterSettings settings, File storage, List<ServiceModule> modules) {
    this.modules = new ArrayList<>(modules);
    List<CacheSpec> caches =
        modules.stream().flatMap(module -> module.caches().stream()).collect(toList());
    this.node = new IgniteNode(settings, storage, caches);
  }

  /**
   * Blocks until this node serves.
   *
   * @param base makes what the user configured of Ignite, anew for every try; null for defaults
   * @throws org.muleignite.cluster.api.ClusterException when it cannot; nothing is left running
   */
  public void start(Supplier<IgniteConfiguration> base) {
    node.start(base);
    try {
      locks.start(node);
      node.onLoss(locks::membershipLost);
      node.membership().onChange(change -> suspendLocksWithoutQuorum());
      modules.forEach(module -> module.start(node));
      primary = new PrimaryRole(node.membership());
      primary.start();
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private void suspendLocksWithoutQuorum() {
    if (!node.membership().hasQuorum()) {
      locks.quorumLost("This node lost the lock: it reaches fewer members than 'quorum' asks for.");
    }
  }

  /**
   * Is told the reason when this node, once started, stops being a member, for good; must not
   * block. To be registered before the start.
   */
  public void onLoss(Consumer<String> listener) {
    node.onLoss(listener);
  }

  /** Why this node takes no part in the cluster any more; null while it does. */
  public String lossReason() {
    return node.lossReason();
  }

  /**
   * Hands over the primary role, waits at most as long as 'shutdownWaitSeconds' says until others
   * have a copy of all data, stops the services, leaves the cluster. Idempotent.
   */
  public void stop() {
    if (primary != null) {
      quietly(primary::stop);
      quietly(node::awaitCopiesElsewhere);
    }
    List<ServiceModule> backwards = new ArrayList<>(modules);
    Collections.reverse(backwards);
    backwards.forEach(module -> quietly(module::stop));
    quietly(locks::stop);
    node.stop();
  }

  private static void quietly(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOGGER.warn("A step of stopping this node failed; going on with the rest.", e);
    }
  }

  /** Where the data is; null before the engine has started. */
  public DataPlacement placement() {
    return node.placement();
  }

  public ClusterContext context() {
    return node;
  }

  public ClusterLocks locks() {
    return locks;
  }

  public PrimaryRole primary() {
    return primary;
  }

  public List<ServiceModule> modules() {
    return Collections.unmodifiableList(modules);
  }

  /**
   * The number of this node, unique in the cluster and the same after every restart: what {@code
   * nodeId} says, or else counted from 1.
   */
  public int number() {
    return node.number();
  }

  public File storage() {
    return node.storage();
  }
}
