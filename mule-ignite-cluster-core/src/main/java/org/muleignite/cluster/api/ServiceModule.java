package org.muleignite.cluster.api;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.muleignite.cluster.config.Setting;

/**
 * One clustered service of the plugin (queues, object stores), found in the engine's class path
 * through {@link java.util.ServiceLoader}. Called by one thread: {@link #caches()}, {@link #start},
 * then {@link #override} once for each artifact (possibly from several threads), {@link #stop}.
 */
public interface ServiceModule {

  /** The switch that puts Mule's own service, one per node, in place of this one. */
  Setting<Boolean> enabledBy();

  /** The caches that must exist once the node has started. */
  Collection<CacheSpec> caches();

  /**
   * Registers message handlers and listeners; the caches exist and the cluster is active. Must not
   * block for long.
   */
  void start(ClusterContext context);

  /**
   * Puts new instances of the clustered services in place of Mule's own, for one artifact, which
   * the instances come to know as {@code MuleContextAware}. Must be cheap and must not touch the
   * cluster.
   */
  void override(CustomizationService services);

  /**
   * What an operator may look at and do: MXBeans, each by the type under which it is shown, such as
   * {@code Queues}. They work from {@link #start} to {@link #stop}.
   */
  default Map<String, Object> beans() {
    return Collections.emptyMap();
  }

  /** Releases what {@link #start} took; the node still runs. Idempotent. */
  void stop();
}
