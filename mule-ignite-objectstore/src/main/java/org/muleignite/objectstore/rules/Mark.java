package org.muleignite.objectstore.rules;

import java.util.Optional;

/**
 * That a partition holds an entry: its key and its header, which tells it from a later entry of the
 * same key. Immutable as long as nobody writes to the header.
 */
public final class Mark {

  private final String key;
  private final byte[] header;
  private final Stamp stamp;

  public Mark(String key, byte[] header) {
    this.key = key;
    this.header = header;
    this.stamp = Entry.stamp(header).orElse(null);
  }

  public String key() {
    return key;
  }

  /** See {@link Entry#HEADER}; not to be changed. */
  public byte[] header() {
    return header;
  }

  /** When it was inserted, unless the entry is unreadable here. */
  Optional<Stamp> stamp() {
    return Optional.ofNullable(stamp);
  }
}
