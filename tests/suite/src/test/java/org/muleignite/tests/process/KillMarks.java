package org.muleignite.tests.process;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What each thread of a forked JVM is doing, in a file that both JVMs have mapped: it tells the
 * killer when to strike, and afterwards what the dead JVM was doing when it was struck.
 */
final class KillMarks {

  /** What a thread is doing. */
  enum Mark {
    NOTHING,
    /** A producer's put is under way. */
    PUT,
    /** A consumer's transaction is open and has taken items. */
    CLAIMS,
    /** A consumer's commit is under way. */
    COMMIT
  }

  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int THREADS = 16;
  private static final int ACKNOWLEDGED = THREADS;
  private static final int MOVED = THREADS + 1;
  private static final int SLOTS = THREADS + 2;

  private final ByteBuffer slots;
  private int used;

  /** Of one start of a node; the killer and the node have the same. */
  static KillMarks of(Path folder, int node, int incarnation) throws IOException {
    return new KillMarks(folder.resolve("marks-" + node + "." + incarnation));
  }

  private KillMarks(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      slots = channel.map(MapMode.READ_WRITE, 0, SLOTS * Integer.BYTES);
    }
  }

  /** A slot for one more thread. */
  synchronized int register() {
    if (used == THREADS) {
      throw new IllegalStateException("More than " + THREADS + " threads");
    }
    return used++;
  }

  void set(int thread, Mark mark) {
    INTS.setVolatile(slots, thread * Integer.BYTES, mark.ordinal());
  }

  boolean has(Mark mark) {
    return count(mark) > 0;
  }

  /** How many threads do, or did when their JVM died, what the mark says. */
  int count(Mark mark) {
    int found = 0;
    for (int thread = 0; thread < THREADS; thread++) {
      found += get(thread) == mark.ordinal() ? 1 : 0;
    }
    return found;
  }

  void acknowledged() {
    INTS.getAndAdd(slots, ACKNOWLEDGED * Integer.BYTES, 1);
  }

  void moved(int items) {
    INTS.getAndAdd(slots, MOVED * Integer.BYTES, items);
  }

  int countAcknowledged() {
    return get(ACKNOWLEDGED);
  }

  int countMoved() {
    return get(MOVED);
  }

  private int get(int slot) {
    return (int) INTS.getVolatile(slots, slot * Integer.BYTES);
  }
}
