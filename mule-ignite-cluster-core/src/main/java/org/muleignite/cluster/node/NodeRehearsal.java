package org.muleignite.cluster.node;

import java.io.File;
import java.util.Collections;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.muleignite.cluster.config.NodeConfiguration;

/** Does what a node does before it opens a port, to find what would stop it. Stateless. */
public final class NodeRehearsal {

  private NodeRehearsal() {}

  /**
   * Blocks on the disk only.
   *
   * @param storage the folder of durable data, which need not be there
   * @throws org.muleignite.cluster.api.ClusterException with what would stop a start, and the
   *     remedy
   */
  public static void check(NodeConfiguration configuration, File storage) {
    new IgniteConfigurationFactory(configuration.settings(), storage, "rehearsal")
        .create(
            configuration.igniteConfiguration(),
            Collections.emptyList(),
            new NoOpFailureHandler(),
            new JoinPolicy(configuration.settings()));
  }
}
