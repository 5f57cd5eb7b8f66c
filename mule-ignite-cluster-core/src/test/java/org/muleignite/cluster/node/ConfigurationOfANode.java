package org.muleignite.cluster.node;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.FailureHandler;
import org.apache.ignite.failure.NoOpFailureHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;

/** The configuration that a node is started with, made of settings and of what an operator adds. */
abstract class ConfigurationOfANode {

  static final File STORAGE = new File("storage");
  static final long MEGABYTE = 1 << 20;

  final ClusterSettings settings = new ClusterSettings();
  final FailureHandler failures = new NoOpFailureHandler();
  final IgniteConfiguration base = new IgniteConfiguration();

  @TempDir Path folder;

  @BeforeAll
  static void establish() {
    EnginePrerequisites.establish(ConfigurationOfANode.class.getClassLoader());
  }

  @BeforeEach
  void settings() {
    settings.setClusterName("orders");
    settings.setDiscoveryPort(5_000);
    settings.setCommunicationPort(6_000);
    settings.setPortRange(3);
  }

  IgniteConfiguration create(IgniteConfiguration chosen) {
    return create(chosen, CacheSpec.inMemory("fast"), CacheSpec.persistent("safe"));
  }

  IgniteConfiguration create(IgniteConfiguration chosen, CacheSpec... caches) {
    return new IgniteConfigurationFactory(settings, STORAGE, "n-7")
        .create(chosen, List.of(caches), failures, new JoinPolicy(settings));
  }
}
