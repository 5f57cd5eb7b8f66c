package org.muleignite.cluster.engine;

import static java.util.stream.Collectors.toList;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.lock.HeldLock;
import org.muleignite.cluster.node.DataPlacement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that knows how this node and its cluster are, over the loss of a member and its
 * rejoining; whoever shows it to an operator reads it here. Logs a line for each change of the
 * state, seen within a second. Thread-safe.
 */
public final class ClusterHealth implements ClusterHealthMXBean {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterHealth.class);
  private static final long LOOK_MILLIS = 500;
  private static final long ANSWER_SECONDS = 10;

  private final RejoiningMember member;
  private final ClusterSettings settings;
  private final ScheduledExecutorService thread = ClusterThreads.single("health");
  private volatile boolean stopping;

  /** Used by the thread only. */
  private NodeState logged = NodeState.JOINING;

  public ClusterHealth(RejoiningMember member, ClusterSettings settings) {
    this.member = member;
    this.settings = settings;
  }

  /** Begins to log changes. */
  public void start() {
    thread.scheduleWithFixedDelay(this::log, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The node is about to leave in order. */
  public void stop() {
    stopping = true;
    ClusterThreads.stop(thread);
  }

  private void log() {
    NodeState state = state();
    if (state != logged) {
      LOGGER.info("This node is {} now, it was {}; members: {}.", state, logged, getMembers());
      logged = state;
    }
  }

  /** What this node is now. */
  public NodeState state() {
    if (stopping) {
      return NodeState.STOPPING;
    }
    if (member.isLost()) {
      return NodeState.SEGMENTED;
    }
    ClusterMember present = member.present();
    if (present == null || present.placement() == null) {
      return NodeState.JOINING;
    }
    return member.isServing() ? serving(present) : NodeState.WAITING_FOR_NODES;
  }

  private static NodeState serving(ClusterMember present) {
    Membership membership = present.context().membership();
    if (!membership.hasQuorum()) {
      return NodeState.BELOW_QUORUM;
    }
    return membership.mayAct() ? NodeState.ACTIVE : NodeState.LEASE_OVER;
  }

  @Override
  public String getState() {
    return state().name();
  }

  @Override
  public String getClusterName() {
    return settings.getClusterName();
  }

  @Override
  public int getNodeNumber() {
    ClusterMember present = member.present();
    return present == null ? 0 : present.number();
  }

  @Override
  public List<String> getMembers() {
    return ofMember(
        present ->
            present.context().membership().members().stream()
                .map(String::valueOf)
                .collect(toList()),
        Collections.emptyList());
  }

  @Override
  public boolean isPrimary() {
    return member.isServing() && member.present().primary().isPrimary();
  }

  @Override
  public List<String> getBaseline() {
    return ofMember(present -> present.placement().baseline(), Collections.emptyList());
  }

  @Override
  public int getPartitionsWithoutCopy() {
    return ofMember(present -> present.placement().partitionsWithoutCopy(), 0);
  }

  @Override
  public Map<String, Long> getEntries() {
    return ofMember(present -> present.placement().entries(), Collections.emptyMap());
  }

  @Override
  public List<String> getLocksHeld() {
    List<HeldLock> held =
        member.isServing()
            ? await(member.present().locks().held())
            : Collections.<HeldLock>emptyList();
    return held.stream().map(HeldLock::toString).sorted().collect(toList());
  }

  @Override
  public boolean releaseLock(String id) {
    LOGGER.warn("Lock '{}' is released by force, on an operator's word.", id);
    return await(needed().locks().forceRelease(id));
  }

  @Override
  public void activateWithoutMissingNodes() {
    placement().activate();
  }

  @Override
  public void acceptLoss() {
    placement().acceptLoss();
  }

  private DataPlacement placement() {
    DataPlacement placement = needed().placement();
    if (placement == null) {
      throw notYet();
    }
    return placement;
  }

  private ClusterMember needed() {
    ClusterMember present = member.present();
    if (present == null || present.lossReason() != null) {
      throw notYet();
    }
    return present;
  }

  private ClusterUnavailableException notYet() {
    return new ClusterUnavailableException(
        "This node is " + state() + ", so it cannot do that: ask a node that serves.");
  }

  /** The engine may stop below whoever looks at it. */
  private <T> T ofMember(Function<ClusterMember, T> question, T otherwise) {
    ClusterMember present = member.present();
    if (present == null || present.placement() == null || present.lossReason() != null) {
      return otherwise;
    }
    try {
      return question.apply(present);
    } catch (RuntimeException e) {
      LOGGER.debug("The engine does not tell.", e);
      return otherwise;
    }
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while other nodes were asked", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterUnavailableException("Not every node has answered: " + e, e);
    }
  }
}
