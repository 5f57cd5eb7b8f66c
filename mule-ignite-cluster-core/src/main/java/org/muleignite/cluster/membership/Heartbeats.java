package org.muleignite.cluster.membership;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.NodeMessenger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every other member at a steady pace whether it still counts this node in; its answers renew
 * the lease and carry the time. A member that has dropped this node refuses. Thread-safe; never
 * blocks its caller.
 */
final class Heartbeats {

  private static final Logger LOGGER = LoggerFactory.getLogger(Heartbeats.class);
  private static final String SERVICE = "membership.heartbeat";

  /** Several tries in one lease, so that a lost moment does not cost it. */
  private static final int PER_LEASE = 8;

  private static final byte[] NO_TIME = {};

  private final NodeMessenger messenger;
  private final MembershipLease lease;
  private final HeartbeatClock clock;
  private final Supplier<List<UUID>> members;
  private final ScheduledExecutorService thread = ClusterThreads.single("heartbeat");
  private volatile boolean complained;

  Heartbeats(
      NodeMessenger messenger,
      MembershipLease lease,
      HeartbeatClock clock,
      Supplier<List<UUID>> members) {
    this.messenger = messenger;
    this.lease = lease;
    this.clock = clock;
    this.members = members;
  }

  void start(long leaseNanos, Predicate<UUID> isMember) {
    messenger.serve(SERVICE, (sender, request) -> answer(sender, isMember));
    thread.scheduleAtFixedRate(this::beat, 0, leaseNanos / PER_LEASE, TimeUnit.NANOSECONDS);
  }

  /** Asks again at once, for instance because the members changed. */
  void hurry() {
    thread.execute(this::beat);
  }

  void stop() {
    ClusterThreads.stop(thread);
  }

  private CompletableFuture<byte[]> answer(UUID sender, Predicate<UUID> isMember) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    if (isMember.test(sender) && counts(sender, isMember)) {
      answer.complete(time());
    } else {
      answer.completeExceptionally(
          new ClusterUnavailableException("This node does not count the sender as a member."));
    }
    return answer;
  }

  /** Nothing while this node does not know the time itself. */
  private byte[] time() {
    return clock.isSettled()
        ? ByteBuffer.allocate(Long.BYTES).putLong(clock.currentTimeMillis()).array()
        : NO_TIME;
  }

  /** A sender that departs meanwhile would never acknowledge this node and end its lease. */
  private boolean counts(UUID sender, Predicate<UUID> isMember) {
    lease.heardFrom(sender, System.nanoTime());
    if (isMember.test(sender)) {
      return true;
    }
    lease.forget(sender);
    return false;
  }

  /** Never throws: the executor would not call it again. */
  private void beat() {
    try {
      askAll();
    } catch (RuntimeException e) {
      LOGGER.warn("A heartbeat could not be sent; the next one follows.", e);
    }
  }

  private void askAll() {
    List<UUID> all = members.get();
    UUID oldest = all.isEmpty() ? null : all.get(0);
    for (UUID peer : all) {
      if (!peer.equals(messenger.localNode())) {
        ask(peer, peer.equals(oldest));
      }
    }
  }

  private void ask(UUID peer, boolean setsTheTime) {
    long sentAt = System.nanoTime();
    messenger
        .request(peer, SERVICE, new byte[0])
        .thenAccept(answer -> answered(peer, sentAt, setsTheTime ? answer : NO_TIME));
  }

  private void answered(UUID peer, long sentAt, byte[] time) {
    boolean knewTheTime = clock.isSettled();
    if (time.length > 0) {
      clock.sample(sentAt, System.nanoTime(), ByteBuffer.wrap(time).getLong());
      complainOnce();
    }
    // Who acted on the time of its own machine would have to go back to the cluster's.
    if (clock.isSettled()) {
      lease.acknowledged(peer, sentAt);
      if (!knewTheTime) {
        // Those who answered before do not count yet.
        hurry();
      }
    }
  }

  private void complainOnce() {
    String complaint = clock.complaint();
    if (complaint != null && !complained) {
      complained = true;
      LOGGER.warn(complaint);
    }
  }
}
