package org.muleignite.tests.benchmark.store;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.muleignite.tests.benchmark.lock.Locks;
import org.muleignite.tests.benchmark.lock.Mutex;
import org.muleignite.tests.benchmark.member.Load.Step;

/** The steps of each {@link Operation} on one store. Thread-safe. */
final class StoreLoad {

  /** How many keys are there for operations on existing ones. */
  static final int KEYS = 1_000;

  /** New keys are new in this JVM, and only one member drives a store. */
  private static final AtomicLong LAST_NEW = new AtomicLong();

  private final String name;
  private final Store store;
  private final Locks locks;
  private final Value value = new Value(Value.USUAL_BYTES);

  /**
   * @param name of the store, for the names of locks
   */
  StoreLoad(String name, Store store, Locks locks) {
    this.name = name;
    this.store = store;
    this.locks = locks;
  }

  /** An existing key, counted from 0. */
  static String key(int number) {
    return "key-" + number;
  }

  private static String newKey() {
    return "new-" + LAST_NEW.incrementAndGet();
  }

  /**
   * What one of so many threads repeats.
   *
   * @param thread counted from 0
   */
  Step step(Operation operation, int thread, int threads) {
    return switch (operation) {
      case WRITE -> () -> store.store(newKey(), value);
      case READ -> () -> check(store.retrieve(key(ThreadLocalRandom.current().nextInt(KEYS))));
      case WRITE_REMOVE -> this::writeAndRemove;
      case CONNECTOR_STORE -> new ConnectorStore(thread, threads);
    };
  }

  private void writeAndRemove() throws Exception {
    String key = newKey();
    store.store(key, value);
    check(store.remove(key));
  }

  private void check(Value found) {
    if (found.bytes() != value.bytes()) {
      throw new IllegalStateException("Another value was found in " + name);
    }
  }

  /** Keys of its own, one after the other: a lock that others wait for is not what is measured. */
  private final class ConnectorStore implements Step {

    private final int threads;
    private int next;

    ConnectorStore(int thread, int threads) {
      this.threads = threads;
      this.next = thread;
    }

    @Override
    public void run() throws Exception {
      String key = key(next);
      next = next + threads < KEYS ? next + threads : next % threads;
      Mutex mutex = locks.mutex("_objectStoreConnector_" + name + "_" + key);
      mutex.lock();
      try {
        if (store.contains(key)) {
          check(store.remove(key));
        }
        store.store(key, value);
      } finally {
        mutex.unlock();
      }
    }
  }
}
