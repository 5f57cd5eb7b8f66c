package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives new nodes their share of the data: the oldest member adds them to Ignite's baseline, which
 * by itself never grows once data is durable. Also takes partitions back into use that were lost
 * with their nodes, once every node of the baseline is present again. Nothing is ever removed from
 * the baseline here. One thread of its own; changes block only that.
 */
final class BaselineKeeper {

  private static final Logger LOGGER = LoggerFactory.getLogger(BaselineKeeper.class);

  /** A change that failed, because another one was under way, is tried again after so long. */
  private static final long RETRY_SECONDS = 2;

  private final Ignite ignite;
  private final Membership membership;
  private final Collection<CacheSpec> caches;
  private final ScheduledExecutorService thread = ClusterThreads.single("baseline");

  BaselineKeeper(Ignite ignite, Membership membership, Collection<CacheSpec> caches) {
    this.ignite = ignite;
    this.membership = membership;
    this.caches = caches;
  }

  void start() {
    membership.onChange(change -> thread.execute(this::keep));
    thread.scheduleWithFixedDelay(this::keep, 0, RETRY_SECONDS, TimeUnit.SECONDS);
  }

  void stop() {
    ClusterThreads.stop(thread);
  }

  private void keep() {
    try {
      boolean oldest = membership.members().indexOf(membership.localNode()) == 0;
      if (oldest && ignite.cluster().state() == ClusterState.ACTIVE) {
        addNewNodes();
        restoreLostPartitions();
      }
    } catch (RuntimeException e) {
      LOGGER.debug(
          "The baseline could not be looked after; trying again in {} s.", RETRY_SECONDS, e);
    }
  }

  private void addNewNodes() {
    Collection<BaselineNode> baseline = Activation.baselineOf(ignite);
    Set<Object> known = baseline.stream().map(BaselineNode::consistentId).collect(toSet());
    List<ClusterNode> joined =
        ignite.cluster().forServers().nodes().stream()
            .filter(node -> !known.contains(node.consistentId()))
            .collect(toList());
    if (!joined.isEmpty()) {
      List<BaselineNode> grown = new ArrayList<>(baseline);
      grown.addAll(joined);
      ignite.cluster().setBaselineTopology(grown);
      LOGGER.info("Data is now placed on {} nodes.", grown.size());
    }
  }

  private void restoreLostPartitions() {
    Set<Object> present =
        ignite.cluster().forServers().nodes().stream()
            .map(ClusterNode::consistentId)
            .collect(toSet());
    boolean complete =
        Activation.baselineOf(ignite).stream()
            .allMatch(node -> present.contains(node.consistentId()));
    if (!complete) {
      return;
    }
    List<String> lost =
        caches.stream()
            .filter(spec -> !ignite.cache(spec.name()).lostPartitions().isEmpty())
            .map(CacheSpec::name)
            .collect(toList());
    if (!lost.isEmpty()) {
      ignite.resetLostPartitions(lost);
      LOGGER.warn(
          "Every node is back: {} serve again. Durable data is complete; what was only in memory on the nodes that"
              + " were down at the same time is gone.",
          lost);
    }
  }
}
