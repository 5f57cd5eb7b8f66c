package org.muleignite.queue.rules;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What the header of a queue tells about where its owner put items last, as far as the owner knows.
 * It need not be told of each single put: the next owner looks so far around. Thread-safe; never
 * blocks.
 */
final class RecordedEnds {

  /** How far behind the header may be, in positions. */
  static final int LAG = 64;

  private final AtomicReference<Ends> ends;

  /**
   * @param start where the positions of this owner start, which the header knows
   */
  RecordedEnds(long start) {
    ends = new AtomicReference<>(new Ends(start));
  }

  /** Whether the next owner would look at this position without being told of it. */
  boolean cover(long position) {
    Ends known = ends.get();
    return position <= known.tail() + LAG && position >= known.head() - LAG;
  }

  /** The header has been told. */
  void told(long position) {
    ends.updateAndGet(known -> known.with(position));
  }
}
