package org.muleignite.cluster.engine;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
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
 * The engine of a Mule JVM: one cluster member, and Mule's artifacts on top of it. Thread-safe once
 * started; {@link #start} blocks until the member serves.
 */
final class IgniteEngine implements ClusterEngine {

  private static final Logger LOGGER = LoggerFactory.getLogger(IgniteEngine.class);

  private final ClusterMember member;
  private CoreServices coreServices;
  private PrimaryNotices notices;

  IgniteEngine(ClusterSettings settings, File storage) {
    this.member = new ClusterMember(settings, storage, installedModules());
  }

  private static List<ServiceModule> installedModules() {
    List<ServiceModule> modules = new ArrayList<>();
    ServiceLoader.load(ServiceModule.class, IgniteEngine.class.getClassLoader())
        .forEach(modules::add);
    return modules;
  }

  void start(IgniteConfiguration base) {
    member.start(base);
    coreServices = new CoreServices(member);
    notices = new PrimaryNotices(member.primary());
    LOGGER.info("{}", new StartBanner(member));
    settings().switchedOff().forEach(LOGGER::warn);
  }

  @Override
  public void override(CustomizationService services) {
    coreServices.override(services);
    member.modules().stream()
        .filter(module -> settings().get(module.enabledBy()))
        .forEach(module -> module.override(services));
  }

  private ClusterSettings settings() {
    return member.context().settings();
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
    member.stop();
    LOGGER.info("This node has left the cluster.");
  }
}
