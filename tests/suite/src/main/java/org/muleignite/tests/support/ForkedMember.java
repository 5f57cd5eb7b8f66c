package org.muleignite.tests.support;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;
import org.muleignite.cluster.api.ServiceModule;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;

/** The one member of a {@link ForkedJvm}, with as little memory as nodes may have. */
public final class ForkedMember {

  private ForkedMember() {}

  /**
   * Starts it and blocks until it serves.
   *
   * @param cluster the name, the discovery port and the communication port of the cluster
   * @param tuning changes the settings before the start
   */
  public static ClusterMember start(
      List<String> cluster, File storage, ServiceModule module, Consumer<ClusterSettings> tuning) {
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(cluster.get(0));
    settings.setDiscoveryPort(Integer.parseInt(cluster.get(1)));
    settings.setCommunicationPort(Integer.parseInt(cluster.get(2)));
    settings.setTransientMemoryMb(64);
    settings.setPersistentMemoryMb(64);
    tuning.accept(settings);
    ClusterMember member = new ClusterMember(settings, storage, List.of(module));
    member.start(null);
    return member;
  }
}
