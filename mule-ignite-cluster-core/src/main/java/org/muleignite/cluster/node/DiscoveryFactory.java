package org.muleignite.cluster.node;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.TcpDiscoveryIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.jdbc.TcpDiscoveryJdbcIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.multicast.TcpDiscoveryMulticastIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.sharedfs.TcpDiscoverySharedFsIpFinder;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Discovery;
import org.muleignite.cluster.config.NetworkSettings;

/** Makes Ignite's discovery out of our settings. Immutable; opens no port and no connection. */
final class DiscoveryFactory {

  private final ClusterSettings settings;

  DiscoveryFactory(ClusterSettings settings) {
    this.settings = settings;
  }

  TcpDiscoverySpi create() {
    return configure(new TcpDiscoverySpi());
  }

  <T extends TcpDiscoverySpi> T configure(T discovery) {
    discovery
        .setIpFinder(finder())
        .setLocalPort(settings.getDiscoveryPort())
        .setLocalPortRange(settings.getPortRange() - 1);
    return discovery;
  }

  private TcpDiscoveryIpFinder finder() {
    switch (settings.get(NetworkSettings.DISCOVERY)) {
      case MULTICAST:
        // Beside the group, the seeds are asked, if there are any.
        return new TcpDiscoveryMulticastIpFinder()
            .setMulticastGroup(settings.get(NetworkSettings.MULTICAST_GROUP))
            .setMulticastPort(settings.get(NetworkSettings.MULTICAST_PORT))
            .setLocalAddress(settings.getLocalHost())
            .setAddresses(settings.getSeeds());
      case SHARED_FOLDER:
        return new TcpDiscoverySharedFsIpFinder()
            .setPath(settings.get(NetworkSettings.DISCOVERY_FOLDER).getAbsolutePath());
      case JDBC:
        return new TcpDiscoveryJdbcIpFinder().setDataSource(new DriverDataSource(settings));
      default:
        return new TcpDiscoveryVmIpFinder().setAddresses(seeds());
    }
  }

  /**
   * Where members are expected, one for each port of a range; none where they are found otherwise
   * than by {@code seeds}. Resolves host names.
   */
  Collection<InetSocketAddress> seedAddresses() {
    if (settings.get(NetworkSettings.DISCOVERY) != Discovery.STATIC) {
      return Collections.emptyList();
    }
    Collection<InetSocketAddress> addresses = new ArrayList<>();
    for (InetSocketAddress seed :
        new TcpDiscoveryVmIpFinder().setAddresses(seeds()).getRegisteredAddresses()) {
      int port = seed.getPort() == 0 ? TcpDiscoverySpi.DFLT_PORT : seed.getPort();
      addresses.add(new InetSocketAddress(seed.getHostString(), port));
    }
    return addresses;
  }

  private List<String> seeds() {
    if (!settings.getSeeds().isEmpty()) {
      return settings.getSeeds();
    }
    int first = settings.getDiscoveryPort();
    int last = first + settings.getPortRange() - 1;
    return Collections.singletonList(settings.getLocalHost() + ":" + first + ".." + last);
  }
}
