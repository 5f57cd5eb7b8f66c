package org.muleignite.tests.benchmark.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Messages that go one at a time from a member to a consumer that is blocked on another one. Used
 * once.
 */
final class HandOverLoad {

  private static final long LIMIT_MILLIS = TimeUnit.SECONDS.toMillis(30);

  /** Long enough for the consumer to be blocked in its take again. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Channel channel;

  HandOverLoad(Channel channel) {
    this.channel = channel;
  }

  void send(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
      channel.put(new Message(Message.USUAL_BYTES));
    }
    channel.put(new Message(0));
  }

  /**
   * @return nanoseconds from before each put to the return of the take
   */
  Histogram receive() throws Exception {
    Histogram nanos = new Histogram(3);
    while (true) {
      Message message = channel.poll(LIMIT_MILLIS);
      if (message == null) {
        throw new IllegalStateException("Nothing came within " + LIMIT_MILLIS + " ms");
      }
      if (message.isLast()) {
        return nanos;
      }
      nanos.recordValue(message.age());
    }
  }
}
