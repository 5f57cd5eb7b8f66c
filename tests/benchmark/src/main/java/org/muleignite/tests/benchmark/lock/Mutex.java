package org.muleignite.tests.benchmark.lock;

/** One lock of the cluster, held by one thread of one member at a time. Thread-safe. */
public interface Mutex {

  /** Blocks until the calling thread holds it. */
  void lock();

  void unlock();
}
