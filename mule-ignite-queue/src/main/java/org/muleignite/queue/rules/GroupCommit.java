package org.muleignite.queue.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.muleignite.cluster.api.Causes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does changes of single items, those of one queue side by side. Where a change waits for the disk,
 * those that come meanwhile are merged into one operation of the store, as ten of them cost about
 * what one costs; elsewhere only when very many come at once. Nobody waits for company. Each change
 * succeeds or fails by itself.
 *
 * <p>Thread-safe; does not wait for other nodes, nor for the disks of others.
 */
final class GroupCommit {

  /** Items of one queue at the same time: so many may be in doubt when their owner dies. */
  static final int MAX_ITEMS = 128;

  /** So that one group is on its way while the next one gathers and another one is answered. */
  private static final int GROUPS_WHERE_MERGED = 2;

  private static final int GROUPS_ELSEWHERE = 32;
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** One change and the word whether it was possible. */
  private static final class Member {

    final Change change;
    final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

    Member(Change change) {
      this.change = change;
    }
  }

  /** The changes of one queue that wait, and how many groups are on their way. */
  private static final class Lane {

    final String name;
    final int maxGroups;
    final Deque<Member> waiting = new ArrayDeque<>();
    int groups;

    Lane(String name, int maxGroups) {
      this.name = name;
      this.maxGroups = maxGroups;
    }
  }

  private final ItemStore store;
  private final Executor executor;
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * @param executor for the groups that gather while others are on their way: those end on threads
   *     of the engine
   */
  GroupCommit(ItemStore store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  /**
   * @param change a single one
   * @return completes, perhaps on a thread of the engine, with whether it was possible, and
   *     exceptionally as {@link ItemStore#applyEach} fails, or with a {@link
   *     RejectedExecutionException}; several changes may share one exception
   */
  CompletableFuture<Boolean> submit(Change change) {
    EntryKey key = change.steps().get(0).key();
    Member member = new Member(change);
    Lane lane;
    List<Member> group;
    synchronized (this) {
      lane = lanes.computeIfAbsent(key.area() + key.affinity(), name -> lane(name, key.area()));
      lane.waiting.add(member);
      group = lane.groups < lane.maxGroups ? gather(lane) : null;
      lane.groups += group == null ? 0 : 1;
    }
    if (group != null) {
      apply(lane, group);
    }
    return member.outcome;
  }

  private Lane lane(String name, Area area) {
    return new Lane(name, store.waitsForDisk(area) ? GROUPS_WHERE_MERGED : GROUPS_ELSEWHERE);
  }

  private void begin(Lane lane, List<Member> group) {
    try {
      executor.execute(() -> apply(lane, group));
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
      settle(group, Collections.emptyMap(), e);
      next(lane);
    }
  }

  private List<Member> gather(Lane lane) {
    List<Member> group = new ArrayList<>();
    int bytes = 0;
    int maxMembers = MAX_ITEMS / lane.maxGroups;
    while (!lane.waiting.isEmpty() && group.size() < maxMembers && bytes < Committer.PART_BYTES) {
      Member member = lane.waiting.remove();
      group.add(member);
      bytes += lane.waiting.isEmpty() ? 0 : bytes(member);
    }
    return group;
  }

  private int bytes(Member member) {
    return member.change.steps().stream().mapToInt(store::bytesOf).sum();
  }

  private void apply(Lane lane, List<Member> group) {
    List<Change.Step> steps = merged(group);
    CompletableFuture<boolean[]> applied;
    try {
      applied = store.applyEach(steps);
    } catch (RuntimeException | Error e) {
      applied = new CompletableFuture<>();
      applied.completeExceptionally(e);
    }
    applied.whenComplete(
        (done, failure) -> {
          try {
            settle(group, failure == null ? byKey(steps, done) : null, Causes.unwrapped(failure));
          } finally {
            // Only now: who waits for the end of all waits until everybody is told, too.
            next(lane);
          }
        });
  }

  private static Map<EntryKey, Boolean> byKey(List<Change.Step> steps, boolean[] done) {
    Map<EntryKey, Boolean> possible = new HashMap<>();
    for (int i = 0; i < done.length; i++) {
      possible.put(steps.get(i).key(), done[i]);
    }
    return possible;
  }

  private static void settle(
      List<Member> group, Map<EntryKey, Boolean> possible, Throwable failure) {
    for (Member member : group) {
      if (failure != null) {
        member.outcome.completeExceptionally(failure);
      } else {
        member.outcome.complete(
            member.change.steps().stream().allMatch(step -> possible.get(step.key())));
      }
    }
  }

  private static List<Change.Step> merged(List<Member> group) {
    // In the order of the keys, so that two groups never wait for each other in a circle.
    Map<EntryKey, Change.Step> steps = new TreeMap<>();
    for (Member member : group) {
      member.change.steps().forEach(step -> steps.merge(step.key(), step, Change.Step::mergedWith));
    }
    return new ArrayList<>(steps.values());
  }

  private void next(Lane lane) {
    List<Member> group;
    synchronized (this) {
      if (lane.waiting.isEmpty()) {
        lane.groups--;
        if (lane.groups == 0) {
          lanes.remove(lane.name);
          notifyAll();
        }
        return;
      }
      group = gather(lane);
    }
    begin(lane, group);
  }

  /**
   * Waits until nothing is on its way, and what goes on with the outcomes has been done.
   *
   * @return false when the deadline passed first
   */
  synchronized boolean awaitEnd(Deadline deadline) throws InterruptedException {
    while (!lanes.isEmpty() && !deadline.hasPassed()) {
      wait(Math.max(1, deadline.remainingMillis()));
    }
    return lanes.isEmpty();
  }
}
