package org.muleignite.tests.scheduler;

/**
 * A task on a pool that its scheduler can find, interrupt and wait for. While it runs, its thread
 * bears the scheduler's name too. Thread-safe.
 */
final class TrackedTask implements Runnable {

  private final PooledScheduler owner;
  private final Runnable command;
  private Thread runner;
  private boolean over;

  TrackedTask(PooledScheduler owner, Runnable command) {
    this.owner = owner;
    this.command = command;
  }

  Runnable command() {
    return command;
  }

  @Override
  public void run() {
    Thread thread = Thread.currentThread();
    if (!begin(thread)) {
      return;
    }
    String poolName = thread.getName();
    ClassLoader poolLoader = thread.getContextClassLoader();
    thread.setName(poolName + ": " + owner.getThreadNameSuffix());
    try {
      command.run();
    } finally {
      finish();
      thread.setName(poolName);
      thread.setContextClassLoader(poolLoader);
      ThreadLocals.clear();
      owner.ended(this);
    }
  }

  private synchronized boolean begin(Thread thread) {
    if (over) {
      return false;
    }
    runner = thread;
    return true;
  }

  private synchronized void finish() {
    runner = null;
    over = true;
    // An interrupt meant for this task must not hit the next one on the thread.
    Thread.interrupted();
  }

  /**
   * Makes sure that a task which has not started never does. True if so: then the caller must take
   * it off the scheduler.
   */
  synchronized boolean drop() {
    boolean dropped = runner == null && !over;
    over |= dropped;
    return dropped;
  }

  /** Interrupts the task if it runs. */
  synchronized void interrupt() {
    if (runner != null) {
      runner.interrupt();
    }
  }
}
