package org.muleignite.tests.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.muleignite.tests.container.ClusterNames;
import org.muleignite.tests.container.FreePorts;
import org.muleignite.tests.container.MuleApp;
import org.muleignite.tests.container.MuleHome;
import org.muleignite.tests.container.MuleNode;
import org.muleignite.tests.container.NodeOptions;

/**
 * Several real Mule containers with our distribution unzipped over them, as one cluster of its own
 * name, ports and folders. Used by one thread; starting a node does not wait, its await methods do.
 */
public final class MuleCluster implements AutoCloseable {

  /** For whatever a loaded machine with two cores may need to start a container. */
  public static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final String GROUP = "org.muleignite";
  private static final String CONNECTOR = "mule-ignite-sample-connector";
  private static final int HEAP_MB = 384;

  private final Path directory;
  private final String name = ClusterNames.unique("runtime");
  private final FreePorts discovery = FreePorts.reserve();
  private final FreePorts communication = FreePorts.reserve();
  private final List<FreePorts> own = new ArrayList<>();
  private final List<MuleHome> homes = new ArrayList<>();
  private final List<MuleNode> nodes = new ArrayList<>();

  private MuleCluster(Path directory) throws IOException {
    this.directory = directory;
  }

  /** Prepares the homes; nothing runs yet. */
  public static MuleCluster prepare(Path directory, int size) throws IOException {
    MuleCluster cluster = new MuleCluster(directory);
    for (int i = 0; i < size; i++) {
      MuleHome home = MuleHome.create(directory.resolve("mule-" + (i + 1)));
      cluster.homes.add(home.unzipOver(BuildTree.distribution()));
      cluster.own.add(FreePorts.reserve());
      cluster.nodes.add(null);
    }
    return cluster;
  }

  public MuleNode start(int index) throws IOException {
    return start(index, options -> options);
  }

  /** Starts a node, for the first time or again on its old home; returns at once. */
  public MuleNode start(int index, UnaryOperator<NodeOptions> more) throws IOException {
    NodeOptions options =
        NodeOptions.defaults()
            .heapMb(HEAP_MB)
            .systemProperty("mule.ignite.clusterName", name)
            .systemProperty("mule.ignite.discoveryPort", String.valueOf(discovery.port(0)))
            .systemProperty("mule.ignite.communicationPort", String.valueOf(communication.port(0)))
            .systemProperty("mule.ignite.transientMemoryMb", "64")
            .systemProperty("mule.ignite.persistentMemoryMb", "64")
            .systemProperty("http.port", String.valueOf(httpPort(index)));
    MuleNode node = MuleNode.start(homes.get(index), more.apply(options));
    nodes.set(index, node);
    return node;
  }

  /** Deploys an exploded application that uses the sample connector. */
  public void deployWithConnector(int index, Path explodedApplication, String application)
      throws IOException {
    withConnector(index).deploy(explodedApplication, application);
  }

  /** Deploys an application, which need not name the sample connector to use it. */
  public void deployWithConnector(int index, MuleApp application) throws IOException {
    withConnector(index).deploy(application.plugin(GROUP, CONNECTOR, BuildTree.version()));
  }

  private MuleHome withConnector(int index) throws IOException {
    return homes
        .get(index)
        .installPlugin(BuildTree.sampleConnector(), GROUP, CONNECTOR, BuildTree.version());
  }

  /**
   * The port that an application of this node may listen on; the system property {@code http.port}
   * names it.
   */
  public int httpPort(int index) {
    return own.get(index).port(0);
  }

  public MuleHome home(int index) {
    return homes.get(index);
  }

  public MuleNode node(int index) {
    return nodes.get(index);
  }

  public String name() {
    return name;
  }

  public Path directory() {
    return directory;
  }

  /** Kills what still runs and gives the ports back. */
  @Override
  public void close() throws IOException {
    for (MuleNode node : nodes) {
      if (node != null) {
        node.close();
      }
    }
    for (FreePorts ports : own) {
      ports.close();
    }
    discovery.close();
    communication.close();
  }
}
