package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;

/**
 * The views as Ignite's discovery numbers them: the same members for the same version everywhere.
 * Its cache affinity is not used because that moves after a rebalance, at different moments on
 * different nodes and without a change of the members; as locks store nothing in a cache, there is
 * nothing to be near to.
 */
final class IgniteViewSource implements ViewSource {

  private final Ignite ignite;

  IgniteViewSource(Ignite ignite) {
    this.ignite = ignite;
  }

  @Override
  public List<ClusterView> after(long version) {
    long present = ignite.cluster().topologyVersion();
    if (version == 0) {
      return Collections.singletonList(viewOf(present, ignite.cluster().topology(present)));
    }
    List<ClusterView> views = new ArrayList<>();
    for (long next = version + 1; next <= present; next++) {
      Collection<ClusterNode> nodes = ignite.cluster().topology(next);
      if (nodes != null) {
        views.add(viewOf(next, nodes));
      }
    }
    return views;
  }

  private static ClusterView viewOf(long version, Collection<ClusterNode> nodes) {
    List<UUID> members =
        nodes.stream()
            .filter(node -> !node.isClient())
            .sorted(Comparator.comparingLong(ClusterNode::order))
            .map(ClusterNode::id)
            .collect(Collectors.toList());
    return new ClusterView(version, members);
  }
}
