package org.muleignite.tests.benchmark.lock;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One possession of a lock by one member. Immutable.
 *
 * @param asked when its thread began to wait; times are nanoseconds of the monotonic clock that all
 *     members of this machine share
 * @param acquired when it had the lock
 * @param released before it gave it back
 */
record Hold(int member, long asked, long acquired, long released) {

  static final Comparator<Hold> IN_ORDER = Comparator.comparingLong(Hold::acquired);

  /** As one line. */
  static String format(List<Hold> holds) {
    return holds.stream()
        .map(hold -> hold.asked + "," + hold.acquired + "," + hold.released)
        .collect(Collectors.joining(" "));
  }

  /** Reverses {@link #format}. */
  static List<Hold> parse(int member, String line) {
    return Arrays.stream(line.split(" ")).map(times -> parseOne(member, times)).toList();
  }

  private static Hold parseOne(int member, String times) {
    long[] numbers = Arrays.stream(times.split(",")).mapToLong(Long::parseLong).toArray();
    return new Hold(member, numbers[0], numbers[1], numbers[2]);
  }

  /** Whether another member waited for the lock when this one gave it back, and got it. */
  boolean isHandedOverTo(Hold next) {
    return next.member != member && next.asked < released;
  }
}
