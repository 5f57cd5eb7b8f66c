package org.muleignite.cluster.lock;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** One thread that a test sends through steps; failures come back with each step's result. */
final class Worker implements AutoCloseable {

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private volatile Thread thread;

  Worker() throws Exception {
    thread = Within.limit("worker", executor.submit(Thread::currentThread));
  }

  <T> Future<T> begin(Callable<T> step) {
    return executor.submit(step);
  }

  Future<Boolean> beginLock(FencedLock lock) {
    return begin(
        () -> {
          lock.lock();
          return true;
        });
  }

  <T> T run(Callable<T> step) throws Exception {
    return Within.limit("step of a worker", begin(step));
  }

  void lock(FencedLock lock) throws Exception {
    Within.limit("lock " + lock, beginLock(lock));
  }

  void unlock(FencedLock lock) throws Exception {
    run(
        () -> {
          lock.unlock();
          return null;
        });
  }

  /** Returns once the step under way waits for a lock: its request is with the owner. */
  void awaitParked() throws Exception {
    Within.limit("worker waits for a lock", () -> LockSupport.getBlocker(thread) instanceof Waiter);
  }

  void interrupt() {
    thread.interrupt();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
