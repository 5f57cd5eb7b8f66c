package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Messages that go to and fro between two members over two queues, one at a time, so that every one
 * meets a consumer that is blocked. Used once.
 */
final class HandOverLoad {

  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(30);

  /** Long enough for the other side to be blocked in its take again, whatever its put took. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Channel out;
  private final Channel in;

  HandOverLoad(Channel out, Channel in) {
    this.out = out;
    this.in = in;
  }

  /**
   * Sends messages and waits for each to come back.
   *
   * @return nanoseconds from a put on one member to the return of the blocked take on the other:
   *     half of each round trip
   */
  Histogram ping(Duration time) throws Exception {
    Histogram halves = new Histogram(3);
    Message message = new Message(Message.USUAL_BYTES);
    long end = System.nanoTime() + time.toNanos();
    for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
      out.put(message);
      receive();
      halves.recordValue((System.nanoTime() - start) / 2);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    out.put(new Message(0));
    return halves;
  }

  /** Sends back what comes, until the last one. */
  void echo() throws Exception {
    for (Message message = receive(); !message.isLast(); message = receive()) {
      out.put(message);
    }
  }

  private Message receive() throws Exception {
    Message message = in.poll(LIMIT_MILLIS);
    if (message == null) {
      throw new IllegalStateException("Nothing came within " + LIMIT_MILLIS + " ms");
    }
    return message;
  }
}
