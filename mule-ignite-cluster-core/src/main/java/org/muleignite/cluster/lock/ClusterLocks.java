package org.muleignite.cluster.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterContext;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeMessenger;

/**
 * The cluster-wide locks of this node.
 *
 * <p>Locks live in the memory of the nodes that hold them and of the nodes that own their ids;
 * nothing is stored. A crash of the owner of an id loses nothing: the next owner learns from the
 * members what they hold. A crash of a holder frees its locks once the crashed node can no longer
 * act.
 *
 * <p>Thread-safe once started. Used for one start of the node: after {@link #stop} make a new one.
 */
public final class ClusterLocks {

  private NodeLocks holders;
  private LockOwner owner;
  private LockTransport transport;
  private ViewTracker views;
  private LockTimer timer;

  /** Serves from now on; does not block. */
  public void start(ClusterContext context) {
    start(
        context.messenger(),
        context.membership(),
        context.clock(),
        new IgniteViewSource(context.ignite()));
  }

  /** The same on other grounds than Ignite. */
  void start(
      NodeMessenger messenger, Membership membership, ClusterClock clock, ViewSource source) {
    FencingNumbers numbers = new FencingNumbers(clock);
    timer = new LockTimer();
    views = new ViewTracker(source, membership);
    transport = new LockTransport(messenger, views, numbers);
    holders = new NodeLocks(membership, clock, numbers, transport, timer);
    owner = new LockOwner(views, transport.peers(), transport, numbers, timer);
    transport.peers().onNews(owner::takeWanted);
    transport.serve(holders, owner);
    membership.onChange(change -> views.catchUp());
    views.start(owner);
  }

  /**
   * This node leaves in order: waiting threads fail, and threads that hold a lock learn when they
   * unlock that they have lost it. Idempotent; waits up to 5 seconds for a thread of ours.
   */
  public void stop() {
    if (holders != null) {
      membershipLost("this node has left the cluster.");
      views.stop();
      owner.stop();
      timer.stop();
    }
  }

  /**
   * This node is no longer a member, and others may hold what its threads believe to hold: {@code
   * unlock} reports it to those, and threads that wait fail. Final: locks work again only with the
   * next start of the node.
   *
   * @param reason one sentence
   */
  public void membershipLost(String reason) {
    holders.close(new ClusterUnavailableException(reason));
  }

  /**
   * The members that this node reaches are too few to act: waiting threads fail, and holding ones
   * learn when they unlock that others may have held the lock meanwhile. Locks work again by
   * themselves.
   *
   * @param reason one sentence
   */
  public void quorumLost(String reason) {
    holders.suspend(new ClusterUnavailableException(reason));
  }

  /**
   * The lock of an id; the same lock for each call and on each node.
   *
   * <p>Reentrant; exclusive among all threads of all nodes. Held until it is unlocked or its node
   * has died or left, for however long that takes. Waiting nodes are served first come, first
   * served; a node passes a lock on between its own threads at most {@value NodeLock#HAND_OVERS}
   * times in a row. An id that nobody holds or waits for takes no memory anywhere.
   *
   * <ul>
   *   <li>Every method that takes the lock throws {@link ClusterUnavailableException} when this
   *       node may not act as a member; the lock is not held then.
   *   <li>{@code tryLock()} does not wait for holders. It returns false as well when no owner
   *       answered within five seconds.
   *   <li>{@code unlock()} throws {@link IllegalMonitorStateException} to a thread that does not
   *       hold it, and {@link org.muleignite.cluster.api.ClusterException} to one that has lost it;
   *       never blocks.
   *   <li>{@code newCondition()} is not supported.
   * </ul>
   *
   * @param id the scope of the artifact included; not null, of any length
   */
  public FencedLock lock(String id) {
    return new IgniteLock(Objects.requireNonNull(id, "id"), holders);
  }

  /**
   * All locks that are held in the cluster, each with its holder and the number of threads that
   * wait; not an instant's picture, as the nodes are asked one by one. Nodes that leave meanwhile
   * are left out. Does not block.
   */
  public CompletableFuture<List<HeldLock>> held() {
    List<UUID> nodes = views.present().members();
    List<CompletableFuture<List<LockLine>>> answers = new ArrayList<>();
    for (UUID node : nodes) {
      answers.add(transport.lines(node).exceptionally(gone -> Collections.emptyList()));
    }
    return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> merged(nodes, answers));
  }

  /**
   * Frees a lock whose holder is not expected to unlock it any more; the holder learns it when it
   * unlocks. For operators: if the holding thread still works, two threads work on what the lock
   * guards. Does not block.
   *
   * @return completes with whether anybody held it; exceptionally when the owner of the id did not
   *     answer
   */
  public CompletableFuture<Boolean> forceRelease(String id) {
    return transport.force(id);
  }

  /** How many ids this node keeps anything about, as owner or for its threads. */
  int trackedIds() {
    return holders.size() + owner.size();
  }

  private static List<HeldLock> merged(
      List<UUID> nodes, List<CompletableFuture<List<LockLine>>> answers) {
    Map<String, Integer> waiting = new HashMap<>();
    answers.forEach(
        lines -> lines.join().forEach(line -> waiting.merge(line.id, line.waiting, Integer::sum)));
    List<HeldLock> held = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (LockLine line : answers.get(i).join()) {
        if (line.holding != null) {
          held.add(new HeldLock(line.id, nodes.get(i), line.holding, waiting.get(line.id)));
        }
      }
    }
    return held;
  }
}
