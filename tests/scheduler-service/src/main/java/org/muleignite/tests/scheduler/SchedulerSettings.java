package org.muleignite.tests.scheduler;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What distinguishes one scheduler from another on the same pool. Immutable. */
final class SchedulerSettings {

  private static final long DEFAULT_STOP_MILLIS = 5000;

  private final String name;
  private final Supplier<Long> stopMillis;
  private final Consumer<PooledScheduler> onEnd;
  private final boolean ownPool;

  SchedulerSettings(String name, Supplier<Long> stopMillis, Consumer<PooledScheduler> onEnd) {
    this(name, stopMillis, onEnd, false);
  }

  private SchedulerSettings(
      String name, Supplier<Long> stopMillis, Consumer<PooledScheduler> onEnd, boolean ownPool) {
    this.name = name;
    this.stopMillis = stopMillis;
    this.onEnd = onEnd;
    this.ownPool = ownPool;
  }

  SchedulerSettings withOwnPool() {
    return new SchedulerSettings(name, stopMillis, onEnd, true);
  }

  String name() {
    return name;
  }

  /** How long an orderly stop waits for running tasks. */
  long stopMillis() {
    Long configured = stopMillis.get();
    return configured == null ? DEFAULT_STOP_MILLIS : configured;
  }

  /** Whether the pool serves this scheduler alone and ends with it. */
  boolean ownPool() {
    return ownPool;
  }

  void ended(PooledScheduler scheduler) {
    onEnd.accept(scheduler);
  }
}
