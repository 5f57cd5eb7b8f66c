package org.muleignite.cluster.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.muleignite.cluster.api.ClusterException;

/** The list of nodes of the enterprise edition: {@code host} or {@code host:port}. Immutable. */
final class EeNodes {

  private static final int DEFAULT_PORT = 5_701;

  private final Set<String> hosts = new LinkedHashSet<>();
  private final Set<String> seeds = new LinkedHashSet<>();
  private final List<Integer> ports = new ArrayList<>();

  /**
   * @throws ClusterException when an item is neither
   */
  EeNodes(String text) {
    for (String item : text.split(",")) {
      if (!item.trim().isEmpty()) {
        add(item.trim());
      }
    }
  }

  private void add(String item) {
    int colon = item.lastIndexOf(':');
    try {
      int port = colon < 0 ? DEFAULT_PORT : Integer.parseInt(item.substring(colon + 1));
      String host = colon < 0 ? item : item.substring(0, colon);
      hosts.add(host);
      seeds.add(host + ":" + port);
      ports.add(port);
    } catch (NumberFormatException e) {
      throw new ClusterException(
          EeClusterFile.FILE
              + " lists the node '"
              + item
              + "' in 'mule.cluster.nodes': write it as host or host:port.",
          e);
    }
  }

  boolean isEmpty() {
    return seeds.isEmpty();
  }

  /** As the setting {@code seeds} takes them. */
  String seeds() {
    return String.join(",", seeds);
  }

  /** As the setting {@code localHost} takes them: one of them is this node's. */
  String hosts() {
    return String.join(",", hosts);
  }

  int distinct() {
    return seeds.size();
  }

  int firstPort() {
    return ports.stream().mapToInt(Integer::intValue).min().getAsInt();
  }

  /** So many ports from the first one that every node's is among them. */
  int portRange() {
    int last = ports.stream().mapToInt(Integer::intValue).max().getAsInt();
    return Math.max(NetworkSettings.PORT_RANGE.byDefault(), last - firstPort() + 1);
  }
}
