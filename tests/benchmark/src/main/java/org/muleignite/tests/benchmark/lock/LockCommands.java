package org.muleignite.tests.benchmark.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.muleignite.tests.benchmark.member.Command;
import org.muleignite.tests.benchmark.member.Load;
import org.muleignite.tests.benchmark.member.PlaceCommands;

/** What a member can be told to do with locks. */
public final class LockCommands {

  /** Long enough for the other member to be blocked in its wait again. */
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Locks locks;

  public LockCommands(Locks locks) {
    this.locks = locks;
  }

  /** By their verbs. */
  public Map<String, Command> commands() {
    Map<String, Command> commands = new HashMap<>(new PlaceCommands(locks::ownerOf).commands());
    commands.put("cycle", this::cycle);
    commands.put("hold", this::hold);
    return commands;
  }

  /** Id, threads, milliseconds. Answers how often per second all threads had the lock. */
  private String cycle(List<String> words) throws Exception {
    Mutex mutex = locks.mutex(words.get(0));
    Counter counter = new Counter();
    Load.Done done =
        Load.run(
            Integer.parseInt(words.get(1)),
            millis(words.get(2)),
            thread ->
                () -> {
                  mutex.lock();
                  counter.count++;
                  mutex.unlock();
                });
    if (counter.count != done.steps()) {
      throw new IllegalStateException(
          "Several threads held the lock at once: " + done.steps() + " steps, " + counter.count);
    }
    return Double.toString(done.perSecond());
  }

  /** Id, milliseconds: one thread has the lock again and again. Answers each {@link Hold}. */
  private String hold(List<String> words) {
    Mutex mutex = locks.mutex(words.get(0));
    long end = System.nanoTime() + millis(words.get(1)).toNanos();
    List<Hold> holds = new ArrayList<>();
    do {
      long asked = System.nanoTime();
      mutex.lock();
      long acquired = System.nanoTime();
      LockSupport.parkNanos(HOLD_NANOS);
      holds.add(new Hold(0, asked, acquired, System.nanoTime()));
      mutex.unlock();
    } while (System.nanoTime() < end);
    return Hold.format(holds);
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }

  /** Guarded by the lock that is measured, which is what makes the sum right. */
  private static final class Counter {
    private long count;
  }
}
