package org.muleignite.cluster.entry;

import java.io.File;
import org.mule.runtime.module.deployment.api.DeploymentService;

/**
 * Starts the engine; found through {@link java.util.ServiceLoader} in the engine's own class
 * loader.
 */
public interface ClusterEngineProvider {

  /**
   * Blocks until the node serves.
   *
   * @param muleBase the folder with {@code conf} and {@code .mule} of this Mule
   * @param deployments stops and starts the applications when the node loses the cluster
   * @throws RuntimeException with one sentence (key, value, remedy) when it cannot start; nothing
   *     is left running
   */
  ClusterEngine start(File muleBase, DeploymentService deployments);
}
