package org.muleignite.cluster.membership;

import java.util.function.LongSupplier;

/**
 * How far this node has followed the topology: which version it has seen, and up to which departure
 * the copies of those who stayed are known to count as newer than those of whoever left. Before
 * that, a change may be on fewer copies than the departed node could bring back.
 *
 * <p>Thread-safe; only {@link #await} blocks.
 */
public final class SettledView {

  private volatile boolean awaitsCopies;
  private volatile long seen;
  private volatile long departure;
  private volatile long settled;

  /** From now on no departure is settled before {@link #settle} says so. */
  public void awaitCopies() {
    awaitsCopies = true;
  }

  /** A version of the topology without a departure. */
  public synchronized void see(long version) {
    seen = Math.max(seen, version);
    notifyAll();
  }

  /** A version of the topology in which somebody is missing, or may be. */
  public synchronized void departed(long version) {
    departure = Math.max(departure, version);
  }

  /** The copies of the members count as newer than those of all who had left by then. */
  public synchronized void settle(long version) {
    settled = Math.max(settled, version);
    notifyAll();
  }

  long seen() {
    return seen;
  }

  /** The last version in which somebody was missing. */
  public long departure() {
    return departure;
  }

  /** Whether all departures up to this version of the topology are known and settled. */
  public boolean isSettled(long version) {
    return seen >= version && (!awaitsCopies || settled >= departure);
  }

  /**
   * Waits until all is settled up to the version that the supplier tells, the deadline has passed,
   * or the thread is interrupted, whose flag stays set; returns whether it is.
   *
   * @param deadline as {@link System#nanoTime}
   */
  public synchronized boolean await(LongSupplier version, long deadline) {
    while (!isSettled(version.getAsLong())) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
