package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the cluster to the state in which data can be used. The first start waits for the
 * configured number of nodes; later ones wait until every node that may hold the newest data is
 * back, and never activate without it. Used by the starting thread only.
 */
final class Activation {

  private static final Logger LOGGER = LoggerFactory.getLogger(Activation.class);

  /**
   * How often what is missing is logged, and the longest time a change that has no event goes
   * unseen.
   */
  private static final long LOOK_AGAIN_MILLIS = 3_000;

  private final Ignite ignite;
  private final Membership membership;
  private final int clusterSize;
  private final Object changed = new Object();

  Activation(Ignite ignite, Membership membership, int clusterSize) {
    this.ignite = ignite;
    this.membership = membership;
    this.clusterSize = clusterSize;
    membership.onChange(
        change -> {
          synchronized (changed) {
            changed.notifyAll();
          }
        });
  }

  /**
   * Blocks until the cluster is active and this node holds its share of the data.
   *
   * @throws ClusterException after the timeout, naming what is missing
   */
  void await(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isServing()) {
      activateIfFirstStart();
      if (isServing()) {
        return;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new ClusterException(
            "The cluster was not active after 'startTimeoutSeconds' = "
                + timeout.getSeconds()
                + ": "
                + missing());
      }
      LOGGER.info("Waiting for the cluster: {}", missing());
      pause(Math.min(left / 1_000_000 + 1, LOOK_AGAIN_MILLIS));
    }
  }

  private boolean isServing() {
    return ignite.cluster().state() == ClusterState.ACTIVE && baseline().contains(localId());
  }

  private void activateIfFirstStart() {
    boolean oldest = membership.members().indexOf(membership.localNode()) == 0;
    if (oldest
        && ignite.cluster().state() == ClusterState.INACTIVE
        && baseline().isEmpty()
        && membership.members().size() >= clusterSize) {
      LOGGER.info(
          "First start with {} node(s): activating the cluster.", membership.members().size());
      ignite.cluster().state(ClusterState.ACTIVE);
    }
  }

  private String missing() {
    if (ignite.cluster().state() == ClusterState.ACTIVE) {
      return "this node is not yet part of the baseline; the oldest member adds it.";
    }
    Set<Object> absent = new LinkedHashSet<>(baseline());
    absent.removeAll(present());
    if (!absent.isEmpty()) {
      return "node(s) "
          + absent
          + " may hold newer data and are not here: start them, or see 'Operations' in the README.";
    }
    return membership.members().size()
        + " of 'clusterSize' = "
        + clusterSize
        + " nodes are here: start the others.";
  }

  private List<Object> present() {
    return ignite.cluster().forServers().nodes().stream()
        .map(ClusterNode::consistentId)
        .collect(toList());
  }

  private Object localId() {
    return ignite.cluster().localNode().consistentId();
  }

  private Set<Object> baseline() {
    return baselineOf(ignite).stream().map(BaselineNode::consistentId).collect(Collectors.toSet());
  }

  /** The nodes that data is placed on; empty before the first activation. */
  static Collection<BaselineNode> baselineOf(Ignite ignite) {
    Collection<BaselineNode> baseline = ignite.cluster().currentBaselineTopology();
    return baseline == null ? Collections.emptyList() : baseline;
  }

  private void pause(long millis) {
    synchronized (changed) {
      try {
        changed.wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("Interrupted while waiting for the cluster to become active", e);
      }
    }
  }
}
