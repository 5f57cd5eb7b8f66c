package org.muleignite.cluster.membership;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.spi.IgniteSpiException;
import org.apache.ignite.spi.discovery.DiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.internal.TcpDiscoveryNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out over TCP whether somebody runs where members are expected, which the topology cannot
 * tell of those who are not in it. With another discovery than Ignite's TCP one it finds nobody.
 * Thread-safe; blocks up to four seconds per address.
 */
class SeedProbe {

  private static final Logger LOGGER = LoggerFactory.getLogger(SeedProbe.class);
  private static final int CONNECT_MILLIS = 1_000;
  private static final int ANSWER_MILLIS = 3_000;

  private final Ignite ignite;

  SeedProbe(Ignite ignite) {
    this.ignite = ignite;
  }

  /**
   * Whether more listen at the seeds than are in this node's topology. A seed alone that is no
   * address of a member tells nothing: members may have further addresses that they do not know.
   */
  boolean strangerListens() {
    Collection<ClusterNode> members = ignite.cluster().forServers().nodes();
    Set<InetSocketAddress> known = members.stream().flatMap(SeedProbe::addresses).collect(toSet());
    Set<InetSocketAddress> seeds = seeds().stream().map(SeedProbe::resolved).collect(toSet());
    return !known.containsAll(seeds)
        && seeds.stream().filter(seed -> known.contains(seed) || listens(seed)).count()
            > members.size();
  }

  /** Whether somebody listens where the node does or did. */
  boolean listens(ClusterNode node) {
    return addresses(node).anyMatch(SeedProbe::listens);
  }

  private Collection<InetSocketAddress> seeds() {
    DiscoverySpi discovery = ignite.configuration().getDiscoverySpi();
    if (!(discovery instanceof TcpDiscoverySpi)) {
      return Collections.emptyList();
    }
    try {
      return ((TcpDiscoverySpi) discovery).getIpFinder().getRegisteredAddresses();
    } catch (IgniteSpiException e) {
      LOGGER.debug("The seeds cannot be listed.", e);
      return Collections.emptyList();
    }
  }

  private static Stream<InetSocketAddress> addresses(ClusterNode node) {
    return node instanceof TcpDiscoveryNode
        ? ((TcpDiscoveryNode) node).socketAddresses().stream().map(SeedProbe::resolved)
        : Stream.empty();
  }

  private static InetSocketAddress resolved(InetSocketAddress address) {
    int port = address.getPort() == 0 ? TcpDiscoverySpi.DFLT_PORT : address.getPort();
    return new InetSocketAddress(address.getHostString(), port);
  }

  /**
   * The kernel takes connections for a process that is paused. One that works ends a connection on
   * which nothing comes.
   */
  private static boolean listens(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.shutdownOutput();
      return answers(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(Socket socket) {
    try {
      socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
