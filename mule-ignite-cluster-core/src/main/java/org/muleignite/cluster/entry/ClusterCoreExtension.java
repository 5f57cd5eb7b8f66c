package org.muleignite.cluster.entry;

import static org.mule.runtime.api.i18n.I18nMessageFactory.createStaticMessage;

import org.mule.runtime.api.artifact.Registry;
import org.mule.runtime.api.exception.DefaultMuleException;
import org.mule.runtime.api.exception.MuleException;
import org.mule.runtime.container.api.MuleCoreExtension;
import org.mule.runtime.module.artifact.api.classloader.ArtifactClassLoader;
import org.mule.runtime.module.deployment.api.DeploymentListener;
import org.mule.runtime.module.deployment.api.DeploymentService;
import org.mule.runtime.module.deployment.api.DeploymentServiceAware;

/**
 * The hook through which Mule starts the node before any deployment, stops it after the last one,
 * and tells which applications run. If the node cannot start, Mule does not start: there is never a
 * silent lone node. Called by Mule's own threads; {@link #start()} blocks until the node serves.
 */
@SuppressWarnings("deprecation")
public class ClusterCoreExtension
    implements MuleCoreExtension, DeploymentListener, DeploymentServiceAware {

  /**
   * The engine of this JVM: the other hook, of which Mule makes a new object per artifact, finds it
   * here.
   */
  private static volatile ClusterEngine running;

  private DeploymentService deployments;

  static ClusterEngine engine() {
    ClusterEngine engine = running;
    if (engine == null) {
      throw new IllegalStateException(
          "The engine of mule-ignite is not running, so nothing may be deployed: see the start of the log for why.");
    }
    return engine;
  }

  @Override
  public String getName() {
    return "mule-ignite";
  }

  @Override
  public void setContainerClassLoader(ArtifactClassLoader containerClassLoader) {
    // The engine needs what the container itself sees, not what it exports to applications.
  }

  /** Mule's newer way, an injected field, does not exist in 4.1. */
  @Override
  public void setDeploymentService(DeploymentService deploymentService) {
    deployments = deploymentService;
  }

  @Override
  public void initialise() {
    // Everything happens in start: what fails there stops Mule.
  }

  @Override
  public void start() throws MuleException {
    try {
      running = EngineLocator.startEngine(ClusterCoreExtension.class.getClassLoader(), deployments);
    } catch (RuntimeException | LinkageError e) {
      throw new DefaultMuleException(
          createStaticMessage("mule-ignite cannot start. " + e.getMessage()), e);
    }
  }

  @Override
  public void stop() {
    ClusterEngine engine = running;
    running = null;
    if (engine != null) {
      engine.close();
    }
  }

  @Override
  public void dispose() {
    // Nothing is left after stop.
  }

  @Override
  public void onArtifactStarted(String artifactName, Registry registry) {
    engine().artifactStarted(artifactName, registry);
  }

  @Override
  public void onArtifactStopped(String artifactName, Registry registry) {
    ClusterEngine engine = running;
    if (engine != null) {
      engine.artifactStopped(artifactName);
    }
  }

  @Override
  public String toString() {
    return getName();
  }
}
