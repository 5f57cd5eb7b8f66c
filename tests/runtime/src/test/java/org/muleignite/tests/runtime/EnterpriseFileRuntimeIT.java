package org.muleignite.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.muleignite.tests.runtime.MuleCluster.PATIENCE;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.container.ClusterNames;
import org.muleignite.tests.container.FreePorts;
import org.muleignite.tests.container.MuleHome;
import org.muleignite.tests.container.MuleNode;
import org.muleignite.tests.container.NodeOptions;

/**
 * Two containers that know nothing but the cluster file of the enterprise edition are a cluster,
 * and listen nowhere else than they need to.
 */
class EnterpriseFileRuntimeIT {

  private static final int HEAP_MB = 384;
  private static final int FIRST_COMMUNICATION_PORT = 47_100;
  private static final int PORT_RANGE = 10;

  @TempDir Path directory;

  @Test
  void aClusterOutOfAnEnterpriseFileAlone() throws Exception {
    try (FreePorts ports = FreePorts.reserve()) {
      String name = ClusterNames.unique("enterprise");
      try (MuleNode first = start(home(1, name, ports));
          MuleNode second = start(home(2, name, ports))) {
        first.awaitLog("mule-ignite serves", PATIENCE);
        second.awaitLog("mule-ignite serves", PATIENCE);
        String logs = first.log() + second.log();
        assertTrue(logs.contains("members      2"), logs);
        assertTrue(logs.contains("nodeId=2 (.mule/mule-cluster.properties, key"), logs);
        assertTrue(logs.contains("clusterSize=2 (.mule/mule-cluster.properties, key"), logs);
        assertOnlyNeededPorts(first, ports);
        assertOnlyNeededPorts(second, ports);
      }
    }
  }

  private MuleHome home(int number, String name, FreePorts ports) throws IOException {
    MuleHome home =
        MuleHome.create(directory.resolve("mule-" + number)).unzipOver(BuildTree.distribution());
    Path file = home.directory().resolve(".mule/mule-cluster.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        mule.clusterId=%s
        mule.clusterNodeId=%d
        mule.clusterSize=2
        mule.cluster.nodes=127.0.0.1:%d,127.0.0.1:%d
        mule.cluster.multicastenabled=false
        """
            .formatted(name, number, ports.port(0), ports.port(1)));
    return home;
  }

  private static MuleNode start(MuleHome home) throws IOException {
    return MuleNode.start(home, NodeOptions.defaults().heapMb(HEAP_MB));
  }

  private static void assertOnlyNeededPorts(MuleNode node, FreePorts discovery) throws IOException {
    Set<Integer> needed = new TreeSet<>();
    for (ListeningSocket socket : ListeningSocket.of(node.pid())) {
      assertEquals(InetAddress.getByName("127.0.0.1"), socket.address(), socket::toString);
      boolean communication =
          socket.port() >= FIRST_COMMUNICATION_PORT
              && socket.port() < FIRST_COMMUNICATION_PORT + PORT_RANGE;
      boolean ofDiscovery =
          socket.port() >= discovery.port(0) && socket.port() < discovery.port(0) + PORT_RANGE;
      assertTrue(communication || ofDiscovery, socket::toString);
      needed.add(socket.port());
    }
    assertEquals(2, needed.size(), needed::toString);
  }
}
