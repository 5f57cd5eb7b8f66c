package org.muleignite.queue.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.muleignite.cluster.api.ClusterUnavailableException;

/**
 * Merges changes of single entries that are wanted at the same time for the same queue into one
 * operation of the store: ten of them cost about what one costs. Nobody waits for company: the
 * first one goes at once, and those that come meanwhile go together after it. Each change succeeds
 * or fails by itself.
 *
 * <p>Thread-safe; blocks until the change is on every copy, whatever interruptions arrive.
 */
final class GroupCommit {

  private static final int MAX_MEMBERS = 64;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_GROUPS = Integer.getInteger("groups", 2);

  private enum State {
    WAITING,
    LEADER,
    DONE
  }

  /** One change and the thread that waits for it. The results are written before the state. */
  private static final class Member {

    final Change.Step step;
    final Thread thread = Thread.currentThread();
    List<Member> group;
    boolean possible;
    Throwable failure;
    volatile State state = State.WAITING;

    Member(Change.Step step) {
      this.step = step;
    }

    void become(State next) {
      state = next;
      LockSupport.unpark(thread);
    }

    void awaitTurn() {
      boolean interrupted = false;
      while (state == State.WAITING) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        thread.interrupt();
      }
    }

    boolean outcome() {
      if (failure instanceof Error) {
        throw (Error) failure;
      }
      if (failure != null) {
        throw copyOf((RuntimeException) failure);
      }
      return possible;
    }
  }

  /** Who waits, and how many groups are on their way. */
  private static final class Lane {

    final Deque<Member> waiting = new ArrayDeque<>();
    int groups;
  }

  private final ItemStore store;

  /** One for each queue that is being changed. */
  private final Map<String, Lane> lanes = new HashMap<>();

  GroupCommit(ItemStore store) {
    this.store = store;
  }

  /**
   * @return whether the step was possible; if not, nothing was changed
   * @throws NothingChangedException nothing was changed
   * @throws OutcomeUnknownException whether it was done is to be found out
   */
  boolean apply(Change.Step step) {
    String lane = step.key().area() + step.key().affinity();
    Member member = new Member(step);
    enter(lane, member);
    member.awaitTurn();
    if (member.state == State.LEADER) {
      lead(lane, member.group);
    }
    return member.outcome();
  }

  private synchronized void enter(String name, Member member) {
    Lane lane = lanes.computeIfAbsent(name, n -> new Lane());
    lane.waiting.add(member);
    if (lane.groups < MAX_GROUPS) {
      lane.groups++;
      appointLeader(lane);
    }
  }

  /** The first one leads all that came after it. */
  private static void appointLeader(Lane lane) {
    List<Member> group = new ArrayList<>();
    int bytes = 0;
    while (!lane.waiting.isEmpty() && group.size() < MAX_MEMBERS && bytes < MAX_BYTES) {
      Member member = lane.waiting.remove();
      group.add(member);
      bytes += member.step.value() == null ? 0 : member.step.value().length;
    }
    group.get(0).group = group;
    group.get(0).become(State.LEADER);
  }

  private void lead(String lane, List<Member> group) {
    List<Change.Step> steps = new ArrayList<>(group.size());
    group.forEach(member -> steps.add(member.step));
    try {
      boolean[] possible = store.applyEach(steps);
      for (int i = 0; i < possible.length; i++) {
        group.get(i).possible = possible[i];
      }
    } catch (RuntimeException | Error e) {
      group.forEach(member -> member.failure = e);
    }
    passOn(lane);
    group.forEach(member -> member.become(State.DONE));
  }

  private synchronized void passOn(String name) {
    Lane lane = lanes.get(name);
    if (!lane.waiting.isEmpty()) {
      appointLeader(lane);
    } else if (--lane.groups == 0) {
      lanes.remove(name);
    }
  }

  /** Several threads must not share one exception: each adds to it what it did next. */
  private static RuntimeException copyOf(RuntimeException failure) {
    if (failure instanceof OutcomeUnknownException) {
      return new OutcomeUnknownException(failure.getMessage(), failure);
    }
    if (failure instanceof NothingChangedException) {
      return new NothingChangedException(failure.getMessage(), failure);
    }
    return new ClusterUnavailableException(failure.getMessage(), failure);
  }
}
