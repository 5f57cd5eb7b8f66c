package org.muleignite.cluster.entry;

import java.io.File;

/**
 * Starts the engine; found through {@link java.util.ServiceLoader} in the engine's own class
 * loader.
 */
public interface ClusterEngineProvider {

  /**
   * Blocks until the node serves.
   *
   * @param muleBase the folder with {@code conf} and {@code .mule} of this Mule
   * @throws RuntimeException with one sentence (key, value, remedy) when it cannot start; nothing
   *     is left running
   */
  ClusterEngine start(File muleBase);
}
