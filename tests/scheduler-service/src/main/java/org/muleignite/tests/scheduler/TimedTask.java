package org.muleignite.tests.scheduler;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A task that the timer starts on its scheduler's pool, once or again and again, never twice at
 * once. When no thread is free the run is late, not lost. A run that throws is the last.
 * Thread-safe.
 */
final class TimedTask<V> extends FutureTask<V> implements ScheduledFuture<V> {

  private static final long RETRY_WHEN_BUSY_NANOS = MILLISECONDS.toNanos(10);

  private final PooledScheduler owner;
  private final Recurrence recurrence;
  private ScheduledExecutorService timer;
  private volatile long dueNanos;
  private volatile ScheduledFuture<?> wakeup;

  TimedTask(PooledScheduler owner, Callable<V> callable, long delayNanos, Recurrence recurrence) {
    super(callable);
    this.owner = owner;
    this.recurrence = recurrence;
    this.dueNanos = System.nanoTime() + delayNanos;
  }

  /** Called once, before anything else. */
  void arm(ScheduledExecutorService sharedTimer) {
    this.timer = sharedTimer;
    wakeAfter(getDelay(NANOSECONDS));
  }

  private void wakeAfter(long nanos) {
    try {
      wakeup = timer.schedule(this::launch, Math.max(0, nanos), NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The service is stopping: nothing will run any more.
      cancel(false);
      return;
    }
    // Cancelled while being armed: done() may have missed this wakeup.
    if (isDone()) {
      wakeup.cancel(false);
    }
  }

  /** On the timer's thread, so it must not block. */
  private void launch() {
    if (!isDone() && !owner.tryExecute(this)) {
      wakeAfter(RETRY_WHEN_BUSY_NANOS);
    }
  }

  @Override
  public void run() {
    if (recurrence == Recurrence.ONCE) {
      super.run();
    } else if (runAndReset()) {
      again();
    }
  }

  private void again() {
    long delay = recurrence.nextDelayNanos(System.nanoTime() - dueNanos);
    if (delay == Recurrence.NEVER) {
      cancel(false);
    } else {
      dueNanos = System.nanoTime() + delay;
      wakeAfter(delay);
    }
  }

  @Override
  protected void done() {
    owner.ended(this);
    ScheduledFuture<?> pending = wakeup;
    if (pending != null) {
      pending.cancel(false);
    }
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(dueNanos - System.nanoTime(), NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(NANOSECONDS), other.getDelay(NANOSECONDS));
  }
}
