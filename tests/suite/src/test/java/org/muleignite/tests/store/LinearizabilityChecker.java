package org.muleignite.tests.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether the operations on one key could have happened one after the other, each at some
 * moment between its begin and its end, so that all of them got the answers that they got. An
 * operation of unknown outcome may have happened at any time after its begin, or not at all.
 *
 * <p>Goes through begins and ends in their order and keeps all that the key's value, and the
 * unfinished operations that have happened already, can be. At an end, only those possibilities are
 * left in which the operation has happened; when there are none, no order explains the answers.
 */
public final class LinearizabilityChecker {

  /** One thing that may have come true: the value, and which of the unfinished have happened. */
  private record Possibility(String value, Set<StoreOperation> happened) {

    /** After one more of the unfinished operations; nothing if it cannot happen now. */
    Optional<Possibility> after(StoreOperation next) {
      if (happened.contains(next) || !next.isPossibleOn(value)) {
        return Optional.empty();
      }
      Set<StoreOperation> more = new HashSet<>(happened);
      more.add(next);
      return Optional.of(new Possibility(next.after(value), more));
    }

    Possibility without(StoreOperation finished) {
      Set<StoreOperation> fewer = new HashSet<>(happened);
      fewer.remove(finished);
      return new Possibility(value, fewer);
    }
  }

  private record Event(long time, boolean isEnd, StoreOperation operation) {}

  private final Set<StoreOperation> unfinished = new HashSet<>();
  private Set<Possibility> possible = Set.of(new Possibility(null, Set.of()));

  private LinearizabilityChecker() {}

  /**
   * The first operation whose answer cannot be explained.
   *
   * @param history the operations on one key that had no value before, in any order, no two equal
   */
  public static Optional<StoreOperation> violation(List<StoreOperation> history) {
    LinearizabilityChecker checker = new LinearizabilityChecker();
    for (Event event : events(history)) {
      if (!event.isEnd) {
        checker.unfinished.add(event.operation);
      } else if (!checker.finish(event.operation)) {
        return Optional.of(event.operation);
      }
    }
    return Optional.empty();
  }

  /** Where begin and end fall on the same time, the operations overlap. */
  private static List<Event> events(List<StoreOperation> history) {
    List<Event> events = new ArrayList<>();
    for (StoreOperation operation : history) {
      events.add(new Event(operation.begin(), false, operation));
      if (operation.outcome() != StoreOperation.Outcome.UNKNOWN) {
        events.add(new Event(operation.end(), true, operation));
      }
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::isEnd));
    return events;
  }

  private boolean finish(StoreOperation operation) {
    Set<Possibility> seen = new HashSet<>(possible);
    Deque<Possibility> open = new ArrayDeque<>(possible);
    Set<Possibility> left = new HashSet<>();
    while (!open.isEmpty()) {
      Possibility one = open.remove();
      if (one.happened.contains(operation)) {
        left.add(one.without(operation));
        continue;
      }
      for (StoreOperation next : unfinished) {
        one.after(next).filter(seen::add).ifPresent(open::add);
      }
    }
    unfinished.remove(operation);
    possible = left;
    return !left.isEmpty();
  }
}
