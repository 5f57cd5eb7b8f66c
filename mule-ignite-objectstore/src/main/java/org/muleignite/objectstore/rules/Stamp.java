package org.muleignite.objectstore.rules;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;

/**
 * When an entry was inserted, in cluster time; unique in the cluster, so that it also tells an
 * entry from any other that was ever stored under the same key. Stamps order entries by insertion:
 * exactly on one node, within the accuracy of cluster time between nodes. Immutable.
 */
public final class Stamp implements Comparable<Stamp> {

  static final int BYTES = 3 * Long.BYTES;

  /** Added to the number of a stamp by each further attempt; no node makes so many stamps. */
  private static final long ATTEMPT = 1L << 56;

  private static final Comparator<Stamp> ORDER =
      Comparator.comparingLong(Stamp::createdMillis)
          .thenComparingLong(stamp -> stamp.sequence)
          .thenComparingLong(stamp -> stamp.origin);

  private final long createdMillis;
  private final long sequence;
  private final long origin;

  /**
   * @param createdMillis cluster time of the insertion
   * @param sequence breaks ties among the insertions of one node
   * @param origin identifies the node and its start
   */
  public Stamp(long createdMillis, long sequence, long origin) {
    this.createdMillis = createdMillis;
    this.sequence = sequence;
    this.origin = origin;
  }

  static Stamp read(ByteBuffer in) {
    return new Stamp(in.getLong(), in.getLong(), in.getLong());
  }

  void write(ByteBuffer out) {
    out.putLong(createdMillis).putLong(sequence).putLong(origin);
  }

  /** That of the next attempt of the same store. */
  Stamp again() {
    return new Stamp(createdMillis, sequence + ATTEMPT, origin);
  }

  /** That of the first attempt of the same store. */
  Stamp first() {
    return new Stamp(createdMillis, sequence & ATTEMPT - 1, origin);
  }

  public long createdMillis() {
    return createdMillis;
  }

  /** The node that inserted the entry, and its start; see {@link StampSource#originOf}. */
  long origin() {
    return origin;
  }

  /**
   * Whether it was certainly made before the other.
   *
   * @param marginMillis by how much the clocks of two nodes may differ
   */
  boolean isBefore(Stamp other, long marginMillis) {
    return origin == other.origin
        ? sequence < other.sequence
        : createdMillis + marginMillis < other.createdMillis;
  }

  /** Names what belongs to the entry; no two stamps have the same text. */
  String text() {
    return Long.toHexString(createdMillis)
        + '-'
        + Long.toHexString(sequence)
        + '-'
        + Long.toHexString(origin);
  }

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Stamp && compareTo((Stamp) other) == 0;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new long[] {createdMillis, sequence, origin});
  }
}
