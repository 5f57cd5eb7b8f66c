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

  private enum State {
    WAITING,
    LEADER,
    DONE
  }

  /** One change and the thread that waits for it. The results are written before the state. */
  private static final class Member {

    final Change.Step step;
    final Thread thread = Thread.currentThread();
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

  private final ItemStore store;

  /** Who waits, for each queue that is being changed. */
  private final Map<String, Deque<Member>> lanes = new HashMap<>();

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
      lead(lane, group(lane));
    }
    return member.outcome();
  }

  private synchronized void enter(String lane, Member member) {
    Deque<Member> waiting = lanes.get(lane);
    if (waiting == null) {
      waiting = new ArrayDeque<>();
      lanes.put(lane, waiting);
      member.state = State.LEADER;
    }
    waiting.add(member);
  }

  /** The leader and all that came after it. */
  private synchronized List<Member> group(String lane) {
    Deque<Member> waiting = lanes.get(lane);
    List<Member> group = new ArrayList<>();
    int bytes = 0;
    while (!waiting.isEmpty() && group.size() < MAX_MEMBERS && bytes < MAX_BYTES) {
      Member member = waiting.remove();
      group.add(member);
      bytes += member.step.value() == null ? 0 : member.step.value().length;
    }
    return group;
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

  private synchronized void passOn(String lane) {
    Member next = lanes.get(lane).peek();
    if (next == null) {
      lanes.remove(lane);
    } else {
      next.become(State.LEADER);
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
