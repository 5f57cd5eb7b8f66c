package org.muleignite.objectstore.rules;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Under which keys a primary has removed an entry lately, so that other copies may still have it.
 * Of each key only the hash is kept: another key may be taken for a removed one.
 *
 * <p>Remembers for longer than a silent node is waited for, and at most twice as long. About 60
 * bytes of heap for a removal. Thread-safe, never blocks.
 */
public final class RemovedKeys {

  static final long MARGIN_MILLIS = 5_000;

  private final long rememberNanos;
  private final LongSupplier clock;
  private Set<Integer> recent = new HashSet<>();
  private Set<Integer> before = new HashSet<>();
  private final long begin;
  private long turn;

  /**
   * @param silenceMillis after which a silent node counts as failed
   */
  public RemovedKeys(long silenceMillis) {
    this(silenceMillis, System::nanoTime);
  }

  RemovedKeys(long silenceMillis, LongSupplier clock) {
    this.rememberNanos = TimeUnit.MILLISECONDS.toNanos(silenceMillis + MARGIN_MILLIS);
    this.clock = clock;
    this.begin = clock.getAsLong();
    this.turn = begin;
  }

  public synchronized void note(Object key) {
    turn();
    recent.add(key.hashCode());
  }

  /**
   * Whether an entry of the key was removed lately, or perhaps that of another key, or one that was
   * removed before this object was made.
   */
  public synchronized boolean contains(Object key) {
    turn();
    return turn == begin || recent.contains(key.hashCode()) || before.contains(key.hashCode());
  }

  private void turn() {
    long passed = clock.getAsLong() - turn;
    if (passed > rememberNanos) {
      before = passed > 2 * rememberNanos ? new HashSet<>() : recent;
      recent = new HashSet<>();
      turn += passed;
    }
  }
}
