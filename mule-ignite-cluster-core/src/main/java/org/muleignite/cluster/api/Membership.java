package org.muleignite.cluster.api;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Who is in the cluster, and whether this node may act as a member.
 *
 * <p>Thread-safe. {@link #checkMember()} blocks at most for the lease, {@link #confirmMember()} for
 * 10 s more; nothing else blocks.
 */
public interface Membership {

  /** The id of this node in the present topology; changes with every start. */
  UUID localNode();

  /** The present members, oldest first, this node included. */
  List<UUID> members();

  boolean isMember(UUID node);

  /** Whether this node is the oldest member, which does what one member does for all. */
  default boolean isOldest() {
    List<UUID> members = members();
    return !members.isEmpty() && members.get(0).equals(localNode());
  }

  /**
   * Passes while the membership lease of this node holds. Called before every clustered operation;
   * costs a few nanoseconds while the lease holds, and waits up to one lease duration for its
   * renewal otherwise.
   *
   * @throws ClusterUnavailableException when the node may not act; nothing was done
   */
  void checkMember();

  /**
   * Passes if this node may still act after a change was carried out. Called before a change is
   * acknowledged: a part of the cluster that was cut off can carry out a change with nobody but
   * itself, and loses it when it joins again. Waits and costs as {@link #checkMember()}; after a
   * departure also, at most for 10 s, until all members have seen it and their copies of durable
   * data count as newer than those that the departed node could bring back.
   *
   * @throws ClusterUnavailableException when the node may not act; what becomes of the change is
   *     unknown
   */
  void confirmMember();

  /** Whether there are as many members as 'quorum' asks for. Without quorum any node can act. */
  boolean hasQuorum();

  /** Whether {@link #checkMember()} would pass at once. */
  boolean mayAct();

  /**
   * Is called after each change of {@link #members()}, in order, on one thread of ours; must not
   * block for long.
   */
  void onChange(Consumer<MembershipChange> listener);

  /**
   * Completes when a node can no longer act on what it held: after it has left, at once if it left
   * in order, after its lease must have run out if it failed. Only then may others take over its
   * locks and claims. What depends on the future runs on the thread of {@link #onChange}.
   */
  CompletableFuture<Void> fenced(UUID node);
}
