package org.muleignite.cluster.node;

import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.events.EventType;
import org.apache.ignite.events.NodeValidationFailedEvent;
import org.apache.ignite.lang.IgnitePredicate;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.membership.IgniteMembership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the cluster to the state in which data can be used. The first start waits for the
 * configured number of nodes; later ones wait until every node that may hold the newest data is
 * back, and never activate without it. Used by the starting thread only.
 */
final class Activation {

  private static final Logger LOGGER = LoggerFactory.getLogger(Activation.class);

  /** Longest time for which a change goes unseen that has no event, as most have none. */
  private static final long LOOK_MILLIS = 100;

  /** How often what is missing is logged while nothing changes, in nanoseconds. */
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Ignite ignite;
  private final IgniteMembership membership;
  private final int clusterSize;
  private final JoinPolicy policy;
  private final Object changed = new Object();

  /** A node that Ignite did not let in because it knows more than those that wait. */
  private volatile Object refused;

  private String told = "";
  private long toldAt;

  Activation(Ignite ignite, IgniteMembership membership, int clusterSize, JoinPolicy policy) {
    this.ignite = ignite;
    this.membership = membership;
    this.clusterSize = clusterSize;
    this.policy = policy;
    membership.onChange(change -> wake());
    membership.onLoss(reason -> wake());
    IgnitePredicate<NodeValidationFailedEvent> listener = this::onRefusal;
    ignite.events().localListen(listener, EventType.EVT_NODE_VALIDATION_FAILED);
  }

  private boolean onRefusal(NodeValidationFailedEvent refusal) {
    if (StartFailure.saysNewer(refusal.message())) {
      refused = refusal.eventNode().consistentId();
      wake();
    }
    return true;
  }

  private void wake() {
    synchronized (changed) {
      changed.notifyAll();
    }
  }

  /**
   * Blocks until the cluster is active, this node holds its share of the data, and there is a
   * quorum.
   *
   * @param deadline as {@link System#nanoTime}
   * @throws ClusterException after the deadline, naming what is missing
   * @throws TryAgainException when this node has to start anew, so that it joins those who know
   *     more
   */
  void await(long deadline) {
    while (true) {
      startAnewIfInTheWay();
      activateIfFirstStart();
      if (isServing()) {
        return;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new ClusterException(
            "The cluster did not serve within 'startTimeoutSeconds': " + missing());
      }
      if (!onlyLacksTheLease()) {
        tell(missing());
      }
      pause(deadline);
    }
  }

  private void tell(String missing) {
    long now = System.nanoTime();
    if (!missing.equals(told) || now - toldAt >= TELL_NANOS) {
      LOGGER.info("Waiting for the cluster: {}", missing);
      told = missing;
      toldAt = now;
    }
  }

  private void startAnewIfInTheWay() {
    String lost = membership.lossReason();
    if (lost != null) {
      throw new TryAgainException(lost, null);
    }
    if (refused != null && ignite.cluster().state() == ClusterState.INACTIVE) {
      throw TryAgainException.afterOthers(
          "Node " + refused + " may hold newer data and cannot join while this one waits.");
    }
  }

  private boolean isServing() {
    return hasData() && membership.mayAct();
  }

  /** Of which nothing tells but the lease itself. */
  private boolean onlyLacksTheLease() {
    return hasData() && membership.hasQuorum();
  }

  private boolean hasData() {
    return ignite.cluster().state() == ClusterState.ACTIVE && baseline().contains(localId());
  }

  private void activateIfFirstStart() {
    if (membership.isOldest()
        && ignite.cluster().state() == ClusterState.INACTIVE
        && baseline().isEmpty()
        && membership.members().size() >= clusterSize) {
      LOGGER.info(
          "First start with {} node(s): activating the cluster.", membership.members().size());
      policy.whileClosed(() -> ignite.cluster().state(ClusterState.ACTIVE));
    }
  }

  private String missing() {
    if (ignite.cluster().state() == ClusterState.ACTIVE) {
      if (baseline().contains(localId())) {
        return membership.hasQuorum()
            ? "not every member has acknowledged this node yet."
            : "there are only " + membership.members().size() + " members, fewer than 'quorum'.";
      }
      return "this node is not yet part of the baseline; the oldest member adds it.";
    }
    Set<Object> absent = new LinkedHashSet<>(baseline());
    absent.removeAll(present());
    if (!absent.isEmpty()) {
      return "node(s) "
          + absent
          + " may hold newer data and are not here: start them, or see 'Operations' in the README.";
    }
    if (!baseline().isEmpty() || membership.members().size() >= clusterSize) {
      return "every node is here, the cluster is about to become active.";
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

  private void pause(long deadline) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
    synchronized (changed) {
      try {
        changed.wait(Math.max(1, Math.min(LOOK_MILLIS, left)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("Interrupted while waiting for the cluster to become active", e);
      }
    }
  }
}
