package org.muleignite.objectstore.rules;

import java.util.Comparator;
import java.util.Optional;

/**
 * That a partition holds an entry: its key and its header, which tells it from a later entry of the
 * same key. Ordered by insertion, those whose age is unreadable here first. Immutable as long as
 * nobody writes to the header.
 */
public final class Mark implements Comparable<Mark> {

  private static final Comparator<Mark> OLDEST_FIRST =
      Comparator.comparing(
              (Mark mark) -> mark.stamp, Comparator.nullsFirst(Comparator.<Stamp>naturalOrder()))
          .thenComparing(Mark::key);

  private final String key;
  private final Stamp stamp;
  private final boolean chunked;
  private final int bytes;

  /** Of an unreadable entry only: there may be millions of marks in memory. */
  private final byte[] unreadable;

  /**
   * @param bytes how long the entry is
   */
  public Mark(String key, byte[] header, int bytes) {
    this.key = key;
    this.bytes = bytes;
    this.stamp = Entry.stamp(header).orElse(null);
    this.chunked = Entry.isChunked(header);
    this.unreadable = stamp == null ? header : null;
  }

  /** The mark of an entry, or of whatever is stored in place of one. */
  public static Mark of(String key, byte[] entry) {
    return new Mark(key, Entry.header(entry), entry.length);
  }

  public String key() {
    return key;
  }

  /** How long the entry is, without the chunks that it may refer to. */
  public int bytes() {
    return bytes;
  }

  /** See {@link Entry#HEADER}; not to be changed. */
  public byte[] header() {
    return stamp == null ? unreadable : Entry.header(chunked, stamp);
  }

  /** Whether the value lies in chunks. */
  boolean isChunked() {
    return chunked;
  }

  /** When it was inserted, unless the entry is unreadable here. */
  Optional<Stamp> stamp() {
    return Optional.ofNullable(stamp);
  }

  /** Whether it was inserted at that time of the cluster's clock or before, as far as readable. */
  boolean isInsertedBy(long millis) {
    return stamp != null && stamp.createdMillis() <= millis;
  }

  @Override
  public int compareTo(Mark other) {
    return OLDEST_FIRST.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mark && compareTo((Mark) other) == 0;
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
