package org.muleignite.cluster.entry;

import org.mule.runtime.api.artifact.Registry;
import org.mule.runtime.api.config.custom.CustomizationService;

/**
 * All that the entry knows of the engine, which lives in a class loader of its own. Implemented by
 * the engine, called by the two hooks that Mule discovers. Thread-safe.
 */
public interface ClusterEngine {

  /**
   * Puts the clustered services in place of Mule's own, for one application, domain or policy.
   * Cheap.
   */
  void override(CustomizationService services);

  /**
   * An application has started; its primary-only sources are started now or when this node becomes
   * primary.
   */
  void artifactStarted(String name, Registry registry);

  /** An application is stopping; nothing of it is kept. */
  void artifactStopped(String name);

  /** Leaves the cluster in order. Called after the last application has stopped. */
  void close();
}
