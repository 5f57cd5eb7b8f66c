package org.muleignite.tests.benchmark.queue;

/** One thread's way to a queue. Not thread-safe. */
interface Channel {

  /** Returns when the message is in the queue, on all its copies. */
  void put(Message message) throws Exception;

  /**
   * Waits up to so many milliseconds.
   *
   * @return null when there was no message in time
   */
  Message poll(long millis) throws Exception;
}
