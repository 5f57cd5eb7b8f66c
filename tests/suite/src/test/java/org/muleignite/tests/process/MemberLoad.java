package org.muleignite.tests.process;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mule.runtime.api.store.ObjectStoreException;
import org.mule.runtime.api.store.PartitionableExpirableObjectStore;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.cluster.lock.FencedLock;

/**
 * What an application of a forked member does until it is stopped: it stores values, ticks while it
 * is primary, and counts in a file that nothing but a lock protects. What was acknowledged is in
 * its ledger. Used by one thread.
 */
final class MemberLoad {

  static final String COUNTER = "counter";
  static final String PARTITION = "p";

  private static final long PAUSE_MILLIS = 5;
  private static final long REFUSED_PAUSE_MILLIS = 50;

  private final String name;
  private final Path folder;
  private final MemberLedger ledger;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private long keys;

  MemberLoad(String name, Path folder) throws IOException {
    this.name = name;
    this.folder = folder;
    this.ledger = new MemberLedger(folder, name);
  }

  void start(ClusterMember member, PartitionableExpirableObjectStore<Serializable> store) {
    stop();
    stopped = false;
    run("store", () -> storeOne(store));
    run("tick", () -> tickOnce(member));
    FileChannel counter = counter();
    FencedLock lock = member.locks().lock(COUNTER);
    run("count", () -> countOne(lock, counter));
  }

  /** Returns when nothing runs any more. */
  void stop() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("Nobody interrupts a worker.", e);
      }
    }
    threads.clear();
  }

  private interface Step {
    void once() throws IOException;
  }

  private void run(String what, Step step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!stopped) {
                  step.once();
                }
              } catch (IOException | RuntimeException | Error e) {
                // The test would pass on less than it says.
                e.printStackTrace(System.out);
                ledger.violation(what + " ended: " + e);
              }
            },
            what);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void storeOne(PartitionableExpirableObjectStore<Serializable> store) {
    String key = name + "-" + ProcessHandle.current().pid() + "-" + keys++;
    try {
      store.store(key, key, PARTITION);
      ledger.stored(key);
      pause(PAUSE_MILLIS);
    } catch (ObjectStoreException e) {
      pause(REFUSED_PAUSE_MILLIS);
    }
  }

  private void tickOnce(ClusterMember member) {
    // The clock is the same for all processes of a machine.
    long before = System.nanoTime();
    if (member.primary().isPrimary()) {
      ledger.tick(before);
    }
    pause(PAUSE_MILLIS);
  }

  private void countOne(FencedLock lock, FileChannel counter) throws IOException {
    try {
      lock.lock();
    } catch (ClusterException refused) {
      pause(REFUSED_PAUSE_MILLIS);
      return;
    }
    try {
      long number = lock.fencingNumber();
      ByteBuffer state = read(counter);
      if (number <= state.getLong(Long.BYTES)) {
        ledger.violation(number + " after " + state.getLong(Long.BYTES));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      write(lock, counter, state.getLong(0) + 1);
      ledger.counted(number);
    } catch (ClusterException | IllegalMonitorStateException lost) {
      pause(PAUSE_MILLIS);
    } finally {
      ledger.writing(false);
      unlock(lock);
    }
  }

  /** A pause of the process in here could not be told from a lock that two nodes hold. */
  private void write(FencedLock lock, FileChannel counter, long value) throws IOException {
    ledger.writing(true);
    ByteBuffer state = ByteBuffer.allocate(2 * Long.BYTES);
    state.putLong(value).putLong(lock.fencingNumber()).flip();
    counter.write(state, 0);
  }

  private static void unlock(FencedLock lock) {
    try {
      lock.unlock();
    } catch (ClusterException | IllegalMonitorStateException lost) {
      pause(PAUSE_MILLIS);
    }
  }

  private FileChannel counter() {
    try {
      return FileChannel.open(
          folder.resolve(COUNTER),
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IllegalStateException("No counter in " + folder, e);
    }
  }

  private static ByteBuffer read(FileChannel counter) throws IOException {
    ByteBuffer state = ByteBuffer.allocate(2 * Long.BYTES);
    counter.read(state, 0);
    return state;
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
