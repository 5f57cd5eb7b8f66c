package org.muleignite.cluster.engine;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.muleignite.cluster.api.Causes;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.config.ClusterSettings.WhenFenced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a JVM in the cluster: a member, and after its loss the next one on the same storage. A lost
 * member acts no more from the moment of its loss; its applications are stopped, and started again
 * on the next one. They are stopped as well where a primary falls below the quorum, as Mule has no
 * other way to give up that role, and started again with the quorum. Where the settings say so, the
 * JVM ends instead.
 *
 * <p>What a lost member kept in memory only is left to the copies of the others.
 *
 * <p>Thread-safe; {@link #start} and {@link #stop} block, all else happens on a thread of its own.
 */
public final class RejoiningMember {

  private static final Logger LOGGER = LoggerFactory.getLogger(RejoiningMember.class);
  private static final long RETRY_SECONDS = 5;
  private static final long LOOK_AGAIN_MILLIS = 500;

  private final Supplier<ClusterMember> members;
  private final Supplier<IgniteConfiguration> base;
  private final Applications applications;
  private final Consumer<String> exit;
  private final ScheduledExecutorService thread = ClusterThreads.single("rejoin");

  private volatile ClusterMember present;
  private Consumer<ClusterMember> prepared = member -> {};

  private volatile boolean serving;
  private volatile boolean lost;

  /** Used by the thread only. */
  private boolean suspended;

  /**
   * @param members makes the next member, not started
   * @param base makes what the user configured of Ignite, anew for every try; null for defaults
   * @param exit ends the JVM for the reason given
   */
  public RejoiningMember(
      Supplier<ClusterMember> members,
      Supplier<IgniteConfiguration> base,
      Applications applications,
      Consumer<String> exit) {
    this.members = members;
    this.base = base;
    this.applications = applications;
    this.exit = exit;
  }

  /**
   * Is given each member that serves, before applications start on it. To be set before the start.
   */
  public void onMember(Consumer<ClusterMember> listener) {
    prepared = listener;
  }

  /**
   * Blocks until the first member serves.
   *
   * @throws ClusterException when it cannot; nothing is left running
   */
  public void start() {
    Future<?> first = thread.submit(this::startNext);
    try {
      first.get();
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while the node started", e);
    } catch (ExecutionException e) {
      stop();
      Throwable cause = Causes.unwrapped(e);
      throw cause instanceof RuntimeException
          ? (RuntimeException) cause
          : new ClusterException("The node could not start: " + cause, cause);
    }
  }

  /** The member that starts or serves, or was lost last; null before the first one. */
  public ClusterMember present() {
    return present;
  }

  /** Whether the present member has been started and is not lost. */
  public boolean isServing() {
    ClusterMember member = present;
    return serving && member.lossReason() == null;
  }

  /** Whether the present member served and does so no more. */
  public boolean isLost() {
    return lost || (serving && present.lossReason() != null);
  }

  /** Leaves the cluster in order. Idempotent. */
  public void stop() {
    ClusterThreads.stop(thread);
    ClusterMember last = present;
    if (last != null) {
      last.stop();
    }
  }

  private void startNext() {
    ClusterMember next = members.get();
    next.onLoss(reason -> inTurn(() -> lost(next, reason)));
    present = next;
    lost = false;
    next.start(base);
    serving = true;
    next.primary().onDemotion(() -> inTurn(() -> demoted(next)));
    prepared.accept(next);
  }

  /** Quietly ignored while this JVM leaves the cluster. */
  private void inTurn(Runnable step) {
    if (!thread.isShutdown()) {
      thread.execute(step);
    }
  }

  private void lost(ClusterMember member, String reason) {
    // One that an earlier try of a start told of is over already.
    if (member != present || !serving || member.lossReason() == null) {
      return;
    }
    serving = false;
    lost = true;
    if (member.context().settings().getWhenFenced() == WhenFenced.EXIT) {
      LOGGER.error("This JVM ends, as 'whenFenced' says: {}", reason);
      exit.accept(reason);
      return;
    }
    suspend(reason);
    member.stop();
    rejoin();
  }

  private void rejoin() {
    try {
      startNext();
    } catch (ClusterException e) {
      LOGGER.warn(
          "This node could not join the cluster again, next try in {} s: {}",
          RETRY_SECONDS,
          e.getMessage());
      ScheduledFuture<?> unused = thread.schedule(this::rejoin, RETRY_SECONDS, TimeUnit.SECONDS);
      return;
    }
    LOGGER.info("This node has joined the cluster again.");
    resume();
  }

  private void demoted(ClusterMember member) {
    suspend("This node is below the quorum and must no longer act as primary.");
    resumeOnceQuorate(member);
  }

  private void resumeOnceQuorate(ClusterMember member) {
    if (member != present || !suspended) {
      return;
    }
    if (member.context().membership().mayAct()) {
      resume();
    } else {
      ScheduledFuture<?> unused =
          thread.schedule(
              () -> resumeOnceQuorate(member), LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void suspend(String reason) {
    suspended = true;
    applications.suspend(reason);
  }

  private void resume() {
    suspended = false;
    applications.restart();
  }
}
