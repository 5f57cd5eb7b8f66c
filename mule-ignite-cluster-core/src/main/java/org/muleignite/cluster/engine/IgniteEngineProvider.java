package org.muleignite.cluster.engine;

import java.io.File;
import org.mule.runtime.module.deployment.api.DeploymentService;
import org.muleignite.cluster.config.NodeConfiguration;
import org.muleignite.cluster.entry.ClusterEngine;
import org.muleignite.cluster.entry.ClusterEngineProvider;
import org.muleignite.cluster.mule.MuleApplications;
import org.muleignite.cluster.node.EnginePrerequisites;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the engine out of the files of a Mule. Stateless. */
public class IgniteEngineProvider implements ClusterEngineProvider {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteEngineProvider.class);

  @Override
  public ClusterEngine start(File muleBase, DeploymentService deployments) {
    // First: the beans file may name classes of Ignite.
    EnginePrerequisites.establish(IgniteEngineProvider.class.getClassLoader());
    NodeConfiguration configuration = NodeConfiguration.read(muleBase);
    configuration.notes().forEach(LOGGER::info);
    IgniteEngine engine =
        new IgniteEngine(
            configuration.settings(),
            NodeConfiguration.storage(configuration.settings(), muleBase),
            new MuleApplications(deployments),
            () -> NodeConfiguration.read(muleBase).igniteConfiguration());
    engine.start();
    return engine;
  }
}
