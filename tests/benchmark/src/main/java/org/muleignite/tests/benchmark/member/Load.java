package org.muleignite.tests.benchmark.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Threads of this JVM that each repeat a step for a while. Stateless. */
public final class Load {

  private Load() {}

  /** What a thread repeats. Used by one thread. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  /** How many steps all threads have done, and how many of them in each second. */
  public record Done(long steps, double perSecond) {}

  /**
   * Blocks for this long.
   *
   * @param steps for each thread, counted from 0, what it repeats
   * @throws java.util.concurrent.ExecutionException with what a step threw
   */
  public static Done run(int threads, Duration time, IntFunction<Step> steps) throws Exception {
    List<Callable<Long>> work = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    for (int thread = 0; thread < threads; thread++) {
      Step step = steps.apply(thread);
      work.add(() -> repeat(step, end));
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long done = 0;
      for (Future<Long> count : pool.invokeAll(work)) {
        done += count.get();
      }
      return new Done(done, done * 1e9 / (System.nanoTime() - start));
    } finally {
      pool.shutdownNow();
    }
  }

  private static long repeat(Step step, long end) throws Exception {
    long done = 0;
    do {
      step.run();
      done++;
    } while (System.nanoTime() < end);
    return done;
  }
}
