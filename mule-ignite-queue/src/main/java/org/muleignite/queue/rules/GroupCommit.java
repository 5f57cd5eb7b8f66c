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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges changes of single items that are wanted at the same time for the same queue into one
 * operation of the store: ten of them cost about what one costs. Nobody waits for company: the
 * first one goes at once, and those that come meanwhile go together after it. Each change succeeds
 * or fails by itself.
 *
 * <p>Thread-safe; blocks only the threads that it is given.
 */
final class GroupCommit {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MAX_MEMBERS = 64;
  private static final int MAX_BYTES = 1 << 20;

  /** So that one group is on its way while the next one gathers and another one is answered. */
  private static final int MAX_GROUPS = 2;

  /** One change and the word whether it was possible. */
  private static final class Member {

    final Change change;
    final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

    Member(Change change) {
      this.change = change;
    }

    int bytes() {
      int bytes = 0;
      for (Change.Step step : change.steps()) {
        bytes += step.value() == null ? 0 : step.value().length;
      }
      return bytes;
    }
  }

  /** The changes of one queue that wait, and how many groups are on their way. */
  private static final class Lane {

    final String name;
    final Deque<Member> waiting = new ArrayDeque<>();
    int groups;

    Lane(String name) {
      this.name = name;
    }
  }

  private final ItemStore store;
  private final Executor executor;
  private final Map<String, Lane> lanes = new HashMap<>();

  /**
   * @param executor for the groups that gather while others are on their way
   */
  GroupCommit(ItemStore store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  /**
   * @param change a single one
   * @param first where to do it when nothing is to be waited for
   * @return completes with whether it was possible, and exceptionally as {@link
   *     ItemStore#applyEach} fails, or with a {@link RejectedExecutionException}; several changes
   *     may share one exception
   */
  CompletableFuture<Boolean> submit(Change change, Executor first) {
    EntryKey key = change.steps().get(0).key();
    Member member = new Member(change);
    Lane lane;
    List<Member> group;
    synchronized (this) {
      lane = lanes.computeIfAbsent(key.area() + key.affinity(), Lane::new);
      lane.waiting.add(member);
      group = lane.groups < MAX_GROUPS ? gather(lane) : null;
      lane.groups += group == null ? 0 : 1;
    }
    if (group != null) {
      begin(lane, group, first);
    }
    return member.outcome;
  }

  private void begin(Lane lane, List<Member> group, Executor where) {
    try {
      where.execute(() -> apply(lane, group));
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
      settle(group, Collections.emptyMap(), e);
      next(lane);
    }
  }

  private static List<Member> gather(Lane lane) {
    List<Member> group = new ArrayList<>();
    int bytes = 0;
    while (!lane.waiting.isEmpty() && group.size() < MAX_MEMBERS && bytes < MAX_BYTES) {
      Member member = lane.waiting.remove();
      group.add(member);
      bytes += member.bytes();
    }
    return group;
  }

  private void apply(Lane lane, List<Member> group) {
    List<Change.Step> steps = merged(group);
    Map<EntryKey, Boolean> possible = new HashMap<>();
    Throwable failure = null;
    try {
      boolean[] done = store.applyEach(steps);
      for (int i = 0; i < done.length; i++) {
        possible.put(steps.get(i).key(), done[i]);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    next(lane);
    settle(group, possible, failure);
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
        }
        return;
      }
      group = gather(lane);
    }
    begin(lane, group, executor);
  }
}
