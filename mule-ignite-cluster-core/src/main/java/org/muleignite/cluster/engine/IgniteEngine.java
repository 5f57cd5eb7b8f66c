package org.muleignite.cluster.engine;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.mule.runtime.api.artifact.Registry;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.muleignite.cluster.api.ServiceModule;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.entry.ClusterEngine;
import org.muleignite.cluster.mule.CoreServices;
import org.muleignite.cluster.mule.PrimaryNotices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of a Mule JVM: one cluster member at a time, and Mule's artifacts on top of it.
 * Thread-safe once started; {@link #start} blocks until the member serves.
 */
final class IgniteEngine implements ClusterEngine {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteEngine.class);

  /** Of the JVM; tells a supervisor that the node gave up by itself. */
  private static final int FENCED = 70;

  private final ClusterSettings settings;
  private final RejoiningMember member;
  private final ClusterHealth health;
  private final ManagementBeans beans;
  private volatile CoreServices coreServices;
  private volatile PrimaryNotices notices;

  IgniteEngine(
      ClusterSettings settings,
      File storage,
      Applications applications,
      Supplier<IgniteConfiguration> base) {
    this.settings = settings;
    member =
        new RejoiningMember(
            () -> new ClusterMember(settings, storage, installedModules()),
            base,
            applications,
            // Not an orderly exit: nothing of this JVM must act any more.
            reason -> Runtime.getRuntime().halt(FENCED));
    member.onMember(this::serveOn);
    health = new ClusterHealth(member, settings);
    beans = new ManagementBeans(settings.getClusterName());
  }

  private static List<ServiceModule> installedModules() {
    List<ServiceModule> modules = new ArrayList<>();
    ServiceLoader.load(ServiceModule.class, IgniteEngine.class.getClassLoader())
        .forEach(modules::add);
    return modules;
  }

  void start() {
    // Before the node: an operator may have to decide while it waits for others.
    beans.show("Cluster", health);
    health.start();
    try {
      member.start();
    } catch (RuntimeException e) {
      hide();
      throw e;
    }
  }

  private void hide() {
    health.stop();
    beans.close();
  }

  private void serveOn(ClusterMember present) {
    coreServices = new CoreServices(present);
    notices = new PrimaryNotices(present.primary());
    present.modules().forEach(module -> module.beans().forEach(beans::show));
    LOGGER.info("{}", new StartBanner(present));
    settings.switchedOff().forEach(LOGGER::warn);
  }

  @Override
  public void override(CustomizationService services) {
    coreServices.override(services);
    member.present().modules().stream()
        .filter(module -> settings.get(module.enabledBy()))
        .forEach(module -> module.override(services));
  }

  @Override
  public void artifactStarted(String name, Registry registry) {
    notices.started(name, registry);
  }

  @Override
  public void artifactStopped(String name) {
    notices.stopped(name);
  }

  @Override
  public void close() {
    hide();
    member.stop();
    LOGGER.info("This node has left the cluster.");
  }
}
