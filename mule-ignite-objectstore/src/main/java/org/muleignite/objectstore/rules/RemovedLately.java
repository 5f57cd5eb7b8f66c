package org.muleignite.objectstore.rules;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which entries a node saw removed within the last seconds, by their stamps: when a primary dies in
 * the middle of a change, this tells whether what is not there never was, or is gone again.
 *
 * <p>Remembers for at least {@value #SECONDS} s and at most twice as long. Thread-safe, never
 * blocks.
 */
public final class RemovedLately {

  static final int SECONDS = 10;

  private final long begin;
  private Set<Stamp> recent = new HashSet<>();
  private Set<Stamp> before = new HashSet<>();
  private long turn;

  /**
   * @param nowNanos of the monotonic clock that all calls use
   */
  public RemovedLately(long nowNanos) {
    begin = nowNanos;
    turn = nowNanos;
  }

  /** An entry with this header was removed; an unreadable one is nobody's question. */
  public synchronized void note(byte[] header, long nowNanos) {
    turn(nowNanos);
    Entry.stamp(header).ifPresent(recent::add);
  }

  /** Whether the entry with this header was removed. */
  public synchronized boolean contains(byte[] header, long nowNanos) {
    turn(nowNanos);
    return Entry.stamp(header)
        .filter(stamp -> recent.contains(stamp) || before.contains(stamp))
        .isPresent();
  }

  /** Whether it would know of a removal that happened so many nanoseconds ago. */
  public boolean covers(long nanos, long nowNanos) {
    return nanos <= TimeUnit.SECONDS.toNanos(SECONDS) && nowNanos - begin >= nanos;
  }

  private void turn(long nowNanos) {
    if (nowNanos - turn > TimeUnit.SECONDS.toNanos(SECONDS)) {
      before = nowNanos - turn > TimeUnit.SECONDS.toNanos(2 * SECONDS) ? new HashSet<>() : recent;
      recent = new HashSet<>();
      turn = nowNanos;
    }
  }
}
