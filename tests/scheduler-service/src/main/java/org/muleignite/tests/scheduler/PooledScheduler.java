package org.muleignite.tests.scheduler;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.mule.runtime.api.scheduler.Scheduler;
import org.mule.runtime.api.scheduler.SchedulerView;

/**
 * One user's view of a pool. Ending it ends this user's tasks only; the pool goes on, unless it is
 * the scheduler's own. Timed tasks wait in the shared timer and run on the pool; those not yet
 * started are dropped at shutdown.
 *
 * <p>Thread-safe. {@link #execute} and the submits block while a configured number of tasks is
 * running already, and throw {@link RejectedExecutionException} after shutdown or when the pool is
 * full; {@link #stop} blocks up to the configured time.
 */
final class PooledScheduler extends AbstractExecutorService implements Scheduler {

  private final SchedulerSettings settings;
  private final ThreadPoolExecutor pool;
  private final ScheduledExecutorService timer;
  private final TaskLimit limit;

  private final Object lock = new Object();
  private final Set<TrackedTask> active = new LinkedHashSet<>();
  private final Set<TimedTask<?>> timed = new HashSet<>();
  private boolean shutdown;

  PooledScheduler(
      SchedulerSettings settings,
      ThreadPoolExecutor pool,
      ScheduledExecutorService timer,
      TaskLimit limit) {
    this.settings = settings;
    this.pool = pool;
    this.timer = timer;
    this.limit = limit;
  }

  @Override
  public void execute(Runnable command) {
    refuseAfterShutdown();
    limit.enter();
    start(command);
  }

  /** As {@link #execute}, but never blocks: false when the task could not be started now. */
  boolean tryExecute(Runnable command) {
    if (!limit.tryEnter()) {
      return false;
    }
    try {
      start(command);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void start(Runnable command) {
    TrackedTask task = new TrackedTask(this, command);
    try {
      synchronized (lock) {
        refuseAfterShutdown();
        active.add(task);
      }
      pool.execute(task);
    } catch (RuntimeException | Error e) {
      ended(task);
      throw e;
    }
  }

  void ended(TrackedTask task) {
    limit.leave();
    synchronized (lock) {
      active.remove(task);
      lock.notifyAll();
    }
  }

  void ended(TimedTask<?> task) {
    synchronized (lock) {
      timed.remove(task);
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return schedule(Executors.callable(command), delay, unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return begin(new TimedTask<>(this, callable, unit.toNanos(delay), Recurrence.ONCE));
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long delay, long period, TimeUnit unit) {
    return repeat(command, unit.toNanos(delay), Recurrence.fixedRate(unit.toNanos(period)));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initial, long delay, TimeUnit unit) {
    return repeat(command, unit.toNanos(initial), Recurrence.fixedDelay(unit.toNanos(delay)));
  }

  @Override
  public ScheduledFuture<?> scheduleWithCronExpression(Runnable command, String cron) {
    return scheduleWithCronExpression(command, cron, TimeZone.getDefault());
  }

  @Override
  public ScheduledFuture<?> scheduleWithCronExpression(
      Runnable command, String cron, TimeZone zone) {
    Recurrence recurrence = Recurrence.cron(cron, zone);
    return repeat(command, recurrence.nextDelayNanos(0), recurrence);
  }

  private ScheduledFuture<?> repeat(Runnable command, long delayNanos, Recurrence recurrence) {
    return begin(new TimedTask<>(this, Executors.callable(command), delayNanos, recurrence));
  }

  private <V> TimedTask<V> begin(TimedTask<V> task) {
    synchronized (lock) {
      refuseAfterShutdown();
      timed.add(task);
    }
    task.arm(timer);
    return task;
  }

  private void refuseAfterShutdown() {
    if (isShutdown()) {
      throw new RejectedExecutionException("Scheduler '" + settings.name() + "' is shut down");
    }
  }

  @Override
  public void shutdown() {
    List<TimedTask<?>> dropped;
    synchronized (lock) {
      shutdown = true;
      dropped = new ArrayList<>(timed);
      lock.notifyAll();
    }
    dropped.forEach(task -> task.cancel(false));
    if (settings.ownPool()) {
      pool.shutdown();
    }
    settings.ended(this);
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    List<Runnable> neverStarted = new ArrayList<>();
    List<TrackedTask> current;
    synchronized (lock) {
      current = new ArrayList<>(active);
    }
    // All dropped before any is interrupted: a thread that gets free must not take up a waiting
    // one.
    for (TrackedTask task : current) {
      if (task.drop()) {
        pool.remove(task);
        ended(task);
        neverStarted.add(task.command());
      }
    }
    current.forEach(TrackedTask::interrupt);
    return neverStarted;
  }

  @Override
  public void stop() {
    shutdown();
    try {
      if (!awaitTermination(settings.stopMillis(), MILLISECONDS)) {
        shutdownNow();
      }
    } catch (InterruptedException e) {
      shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isShutdown() {
    synchronized (lock) {
      return shutdown;
    }
  }

  @Override
  public boolean isTerminated() {
    synchronized (lock) {
      return shutdown && active.isEmpty();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    synchronized (lock) {
      while (!(shutdown && active.isEmpty())) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        // At least 1 ms: zero would wait for ever.
        lock.wait(NANOSECONDS.toMillis(left) + 1);
      }
      return true;
    }
  }

  @Override
  public String getName() {
    return settings.name();
  }

  /** What the service shows of this scheduler to others. */
  SchedulerView view() {
    return new PooledSchedulerView(this);
  }

  @Override
  public String toString() {
    return settings.name();
  }
}
