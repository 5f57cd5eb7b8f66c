package org.muleignite.tests.process;

/**
 * A counter for holders of one lock, each of whom reads, and later writes what it read plus one.
 * Refuses whoever lost the lock to another one meanwhile. Thread-safe, but atomic only by the lock.
 */
final class FencedCounter {

  private long lastNumber;
  private int value;
  private int writes;

  /**
   * @param number the fencing number of the grant
   */
  synchronized int read(long number) {
    admit(number);
    return value;
  }

  synchronized void write(long number, int next) {
    admit(number);
    value = next;
    writes++;
  }

  private void admit(long number) {
    if (number < lastNumber) {
      throw new IllegalStateException("Fencing number " + number + " after " + lastNumber);
    }
    lastNumber = number;
  }

  synchronized int value() {
    return value;
  }

  synchronized int writes() {
    return writes;
  }
}
