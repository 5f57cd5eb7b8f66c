package org.muleignite.queue.rules;

/**
 * The items of a request that brings some, or wants some removed. Immutable by convention: nobody
 * writes to the arrays.
 */
final class Load {

  static final Load NONE = of(new long[0], new byte[0][]);

  /** Position and ticket of each claimed item to remove. */
  final long[] claims;

  /** The items to put: first those for the end, then those before the head. */
  final byte[][] items;

  /** The lowest ticket of a change for whose answer the sender waits. */
  final long lowest;

  /** Whether an owner that is gone may have done it already. */
  final boolean repeated;

  Load(long[] claims, byte[][] items, long lowest, boolean repeated) {
    this.claims = claims;
    this.items = items;
    this.lowest = lowest;
    this.repeated = repeated;
  }

  static Load of(long[] claims, byte[][] items) {
    return new Load(claims, items, 0, false);
  }

  long bytes() {
    long bytes = 0;
    for (byte[] item : items) {
      bytes += item.length;
    }
    return bytes;
  }

  Load attempt(long lowestOpen, boolean again) {
    return new Load(claims, items, lowestOpen, again);
  }
}
