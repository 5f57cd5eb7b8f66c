package org.muleignite.cluster.engine;

import java.io.File;
import org.mule.runtime.api.artifact.Registry;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.module.deployment.api.DeploymentService;
import org.muleignite.cluster.entry.ClusterEngine;
import org.muleignite.cluster.entry.ClusterEngineProvider;

/**
 * An engine that only says, as its text, where it was started and whether under its own class
 * loader. In the engine's package, so that the engine's class loader takes it from its own jars.
 */
public class StubEngine implements ClusterEngineProvider, ClusterEngine {

  /** A file in the folder of Mule that makes the start fail. */
  public static final String BROKEN = "broken";

  private String text = "not started";

  @Override
  public ClusterEngine start(File muleBase, DeploymentService deployments) {
    if (new File(muleBase, BROKEN).exists()) {
      throw new IllegalStateException("broken");
    }
    boolean own =
        Thread.currentThread().getContextClassLoader() == StubEngine.class.getClassLoader();
    text = muleBase + " " + own;
    return this;
  }

  @Override
  public void override(CustomizationService services) {
    // Nothing to put in place.
  }

  @Override
  public void artifactStarted(String name, Registry registry) {
    // Nothing runs.
  }

  @Override
  public void artifactStopped(String name) {
    // Nothing runs.
  }

  @Override
  public void close() {
    // Nothing runs.
  }

  @Override
  public String toString() {
    return text;
  }
}
