package org.muleignite.cluster.membership;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one node that runs schedulers and primary-only sources: the oldest member. All members see
 * the same order, so nothing is negotiated. The role is taken only with a quorum and after every
 * older node that left can no longer act, and is held only while the membership lease is: {@link
 * #isPrimary()} asks both at every call. It ends when the quorum is lost. Thread-safe; listeners
 * are called on a thread of ours, once per promotion.
 */
public final class PrimaryRole {

  private static final Logger LOGGER = LoggerFactory.getLogger(PrimaryRole.class);

  private final Membership membership;
  private final ExecutorService thread = ClusterThreads.single("primary");
  private final List<Runnable> promotionListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> demotionListeners = new CopyOnWriteArrayList<>();

  /** The older members, and who departed and may still act. */
  private final Map<UUID, Boolean> unfenced = new ConcurrentHashMap<>();

  private volatile boolean primary;

  public PrimaryRole(Membership membership) {
    this.membership = membership;
  }

  /** Begins to take part: from now on this node is ready to be primary. */
  public void start() {
    membership.onChange(this::changed);
    soon(this::takePart);
  }

  /**
   * An older member is in the way until its fence, not until it is out of the view: the view
   * changes before the notice of its departure.
   */
  private void takePart() {
    List<UUID> members = membership.members();
    int older = Math.max(0, members.indexOf(membership.localNode()));
    members.subList(0, older).forEach(node -> unfenced.put(node, true));
    promoteIfOldest();
  }

  public void stop() {
    primary = false;
    ClusterThreads.stop(thread);
  }

  /** Whether this node was promoted, also while its lease has lapsed for a moment. Never blocks. */
  public boolean isPromoted() {
    return primary;
  }

  /** Whether this node is the one that may act as primary now. Never blocks. */
  public boolean isPrimary() {
    return primary && membership.mayAct();
  }

  /** Is called once after each promotion, when {@link #isPrimary()} answers true already. */
  public void onPromotion(Runnable listener) {
    promotionListeners.add(listener);
  }

  /** Is called once after each loss of the role while this node goes on as a member. */
  public void onDemotion(Runnable listener) {
    demotionListeners.add(listener);
  }

  private void changed(MembershipChange change) {
    soon(this::demoteWithoutQuorum);
    if (change.isDeparture()) {
      unfenced.put(change.node(), true);
      membership
          .fenced(change.node())
          .thenRunAsync(
              () -> {
                unfenced.remove(change.node());
                promoteIfOldest();
              },
              this::soon);
    } else {
      soon(this::promoteIfOldest);
    }
  }

  /** The membership tells of changes until it stops, which is after this. */
  private void soon(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOGGER.debug("The primary role of this node has stopped: a change is not followed.", e);
    }
  }

  private void demoteWithoutQuorum() {
    if (primary && !membership.hasQuorum()) {
      primary = false;
      LOGGER.warn(
          "This node is no longer primary: there are fewer members than 'quorum' asks for.");
      tell(demotionListeners);
    }
  }

  private void promoteIfOldest() {
    if (primary || !membership.isOldest() || !membership.hasQuorum() || !unfenced.isEmpty()) {
      return;
    }
    primary = true;
    LOGGER.info("This node is primary now: schedulers and primary-only sources run here.");
    tell(promotionListeners);
  }

  private static void tell(List<Runnable> listeners) {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOGGER.error("A part of this node did not follow the change of its primary role.", e);
      }
    }
  }
}
