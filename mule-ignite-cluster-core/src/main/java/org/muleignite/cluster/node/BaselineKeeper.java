package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.membership.IgniteMembership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Ignite's baseline, the nodes that data is placed on, as it should be; by itself it never
 * changes once data is durable. The oldest member of a cluster with a quorum adds new nodes at
 * once. It takes out those that have been away for the configured time, or whose place a new node
 * takes, but only while every partition has a live copy: otherwise theirs may be the only one. It
 * also takes partitions back into use that were lost with their nodes, once every node of the
 * baseline is present again. One thread of its own; changes block only that.
 */
final class BaselineKeeper {

  private static final Logger LOGGER = LoggerFactory.getLogger(BaselineKeeper.class);

  /** A change that failed, because another one was under way, is tried again after so long. */
  private static final long RETRY_SECONDS = 2;

  private final Ignite ignite;
  private final IgniteMembership membership;
  private final DataPlacement placement;
  private final Duration departed;
  private final JoinPolicy policy;
  private final Readmission readmission;
  private volatile Runnable restored = () -> {};

  /** When nodes of the baseline were first seen to be away; used by the keeper's thread only. */
  private final Map<Object, Long> awaySince = new HashMap<>();

  private final ScheduledExecutorService thread = ClusterThreads.single("baseline");

  /**
   * @param departed after which absence a node loses its place; zero: never, unless a new one comes
   */
  BaselineKeeper(
      Ignite ignite,
      IgniteMembership membership,
      DataPlacement placement,
      Duration departed,
      JoinPolicy policy) {
    this.ignite = ignite;
    this.membership = membership;
    this.placement = placement;
    this.departed = departed;
    this.policy = policy;
    this.readmission = new Readmission(ignite, membership, placement);
  }

  /** To be told whenever lost partitions serve again. */
  void onRestored(Runnable listener) {
    restored = listener;
  }

  void start() {
    policy.readmit(readmission);
    membership.onChange(change -> thread.execute(this::keep));
    thread.scheduleWithFixedDelay(this::keep, 0, RETRY_SECONDS, TimeUnit.SECONDS);
  }

  void stop() {
    ClusterThreads.stop(thread);
  }

  private void keep() {
    try {
      readmission.look();
      if (membership.isOldest()
          && membership.mayAct()
          && ignite.cluster().state() == ClusterState.ACTIVE) {
        place();
        restoreLostPartitions();
      }
    } catch (RuntimeException e) {
      LOGGER.debug(
          "The baseline could not be looked after; trying again in {} s.", RETRY_SECONDS, e);
    }
  }

  private void place() {
    Collection<BaselineNode> baseline = Activation.baselineOf(ignite);
    Map<Object, ClusterNode> joined = new LinkedHashMap<>();
    ignite.cluster().forServers().nodes().forEach(node -> joined.put(node.consistentId(), node));
    List<BaselineNode> next = new ArrayList<>();
    List<Object> departed = new ArrayList<>();
    awaySince
        .keySet()
        .retainAll(baseline.stream().map(BaselineNode::consistentId).collect(toSet()));
    for (BaselineNode node : baseline) {
      if (joined.remove(node.consistentId()) != null) {
        awaySince.remove(node.consistentId());
        next.add(node);
      } else {
        awaySince.putIfAbsent(node.consistentId(), System.nanoTime());
        departed.add(node.consistentId());
      }
    }
    boolean replaced = !departed.isEmpty() && (!joined.isEmpty() || anyIsAwayForGood());
    if ((joined.isEmpty() && !replaced) || (replaced && !placement.incomplete().isEmpty())) {
      return;
    }
    next.addAll(joined.values());
    policy.whileClosed(() -> ignite.cluster().setBaselineTopology(next));
    LOGGER.info(
        "Data is now placed on {} nodes; new: {}, no longer: {}.",
        next.size(),
        joined.keySet(),
        departed);
  }

  private boolean anyIsAwayForGood() {
    long now = System.nanoTime();
    return !departed.isZero()
        && awaySince.values().stream().anyMatch(since -> now - since >= departed.toNanos());
  }

  private void restoreLostPartitions() {
    Set<Object> present =
        ignite.cluster().forServers().nodes().stream()
            .map(ClusterNode::consistentId)
            .collect(toSet());
    boolean complete =
        Activation.baselineOf(ignite).stream()
            .allMatch(node -> present.contains(node.consistentId()));
    List<String> lost = complete ? placement.incomplete() : Collections.emptyList();
    if (!lost.isEmpty()) {
      ignite.resetLostPartitions(lost);
      restored.run();
      LOGGER.warn(
          "Every node is back: {} serve again. Durable data is complete; what was only in memory on the nodes that"
              + " were down at the same time is gone.",
          lost);
    }
  }
}
