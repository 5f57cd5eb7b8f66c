package org.muleignite.tests.scheduler;

import org.mule.runtime.api.scheduler.SchedulerView;

/** Read-only face of a scheduler. Thread-safe. */
final class PooledSchedulerView implements SchedulerView {

  private final PooledScheduler scheduler;

  PooledSchedulerView(PooledScheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public String getName() {
    return scheduler.getName();
  }

  @Override
  public boolean isShutdown() {
    return scheduler.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return scheduler.isTerminated();
  }

  @Override
  public String toString() {
    return scheduler.getName();
  }
}
