package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.process.KillMarks.Mark;
import org.muleignite.tests.store.LinearizabilityChecker;
import org.muleignite.tests.store.StoreOperation;
import org.muleignite.tests.store.StoreOperation.Outcome;
import org.muleignite.tests.support.TestCluster;

/**
 * Three JVMs store, remove and read a few keys at the same time, while one of them, or all, are
 * killed with SIGKILL and restarted, again and again. What each was answered must be explained by
 * one order of the operations on each key, and listings must agree with it.
 *
 * <p>{@code -Dstore.kill.seed} repeats a run as far as threads allow, {@code -Dstore.kill.rounds},
 * {@code stops} and {@code returns} change its length.
 */
class StoreKillIT {

  private static final int ROUNDS = Integer.getInteger("store.kill.rounds", 30);
  private static final int FULL_STOPS = Integer.getInteger("store.kill.stops", 3);
  private static final int RETURNS = Integer.getInteger("store.kill.returns", 2);
  private static final int LIMIT_SECONDS = 60;

  /** So many operations each JVM does between two kills. */
  private static final int PROGRESS = 60;

  @TempDir private Path folder;

  private final long seed = Long.getLong("store.kill.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final WorkerProcess[] workers = new WorkerProcess[KillLayout.NODES];
  private final int[] incarnations = new int[KillLayout.NODES];
  private final String cluster = "kill-" + UUID.randomUUID();
  private final int port = TestCluster.freeRange();
  private int backups = 1;

  @AfterEach
  void stop() throws InterruptedException {
    for (WorkerProcess worker : workers) {
      if (worker != null) {
        worker.kill();
        worker.awaitEnd();
      }
    }
  }

  @Test
  void anyNodeMayDieAtAnyTime() throws Exception {
    killOneAfterTheOther(ROUNDS);
  }

  /** Stores with more than one backup are. */
  @Test
  void anyNodeMayDieWhereStoresAreChangedByTransactions() throws Exception {
    backups = 2;
    killOneAfterTheOther(ROUNDS / 4);
  }

  private void killOneAfterTheOther(int rounds) throws Exception {
    System.out.println("store.kill.seed=" + seed);
    startAll(false, 0);
    int hits = 0;
    for (int round = 0; round < rounds; round++) {
      int victim = random.nextInt(KillLayout.NODES);
      strike(workers[victim], round % 2 == 0 ? Mark.PUT : Mark.COMMIT);
      hits +=
          workers[victim].marks().has(Mark.PUT) || workers[victim].marks().has(Mark.COMMIT) ? 1 : 0;
      start(victim, false, round + 1);
      workers[victim].answer();
      next(round + 1);
      // Nothing of the round before the last one is under way any more.
      check(workers[random.nextInt(KillLayout.NODES)], Math.max(0, round - 1), round);
    }
    System.out.println("Kills that hit a change: " + hits);
    assertTrue(hits >= rounds / 5, "too few kills hit a change: " + hits);
    finish(rounds + 1);
  }

  @Test
  void anotherNodeMayDieAsSoonAsOneIsBack() throws Exception {
    System.out.println("store.kill.seed=" + seed);
    startAll(true, 0);
    for (int round = 0; round < RETURNS; round++) {
      int first = random.nextInt(KillLayout.NODES);
      killAndRestart(first, round + 1);
      killAndRestart(
          (first + 1 + random.nextInt(KillLayout.NODES - 1)) % KillLayout.NODES, round + 1);
      next(round + 1);
      check(workers[random.nextInt(KillLayout.NODES)], Math.max(0, round - 1), round);
    }
    finish(RETURNS + 1);
  }

  private void killAndRestart(int node, int round) throws Exception {
    strike(workers[node], Mark.PUT);
    start(node, true, round);
    workers[node].answer();
  }

  @Test
  void allNodesMayDieAtOnce() throws Exception {
    System.out.println("store.kill.seed=" + seed);
    startAll(true, 0);
    for (int round = 0; round < FULL_STOPS; round++) {
      awaitMark(workers[random.nextInt(KillLayout.NODES)], Mark.PUT);
      for (WorkerProcess worker : workers) {
        worker.kill();
      }
      for (WorkerProcess worker : workers) {
        worker.awaitEnd();
      }
      startAll(true, round + 1);
      check(workers[random.nextInt(KillLayout.NODES)], 0, round + 1);
    }
    finish(FULL_STOPS + 1);
  }

  private void startAll(boolean onlyPersistent, int round) throws Exception {
    for (int node = 0; node < KillLayout.NODES; node++) {
      start(node, onlyPersistent, round);
    }
    for (WorkerProcess worker : workers) {
      worker.answer();
    }
    next(round);
  }

  private void start(int node, boolean onlyPersistent, int round) throws IOException {
    List<String> arguments =
        List.of(
            cluster,
            String.valueOf(port),
            String.valueOf(port + TestCluster.PORTS),
            String.valueOf(onlyPersistent),
            String.valueOf(round),
            String.valueOf(backups));
    workers[node] =
        new WorkerProcess(StoreWorker.class, folder, node, incarnations[node]++, arguments);
  }

  private void strike(WorkerProcess victim, Mark mark) throws InterruptedException {
    awaitMark(victim, mark);
    victim.kill();
    victim.awaitEnd();
  }

  /** Then waits a little more, a different time in each round, so that every stage is hit. */
  private void awaitMark(WorkerProcess worker, Mark mark) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!worker.marks().has(mark)) {
      assertTrue(System.nanoTime() < deadline, () -> "no thread was ever in " + mark);
      Thread.onSpinWait();
    }
    long strike = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(1_000));
    while (System.nanoTime() < strike) {
      Thread.onSpinWait();
    }
  }

  /** A second kill before there are two copies again would rightly lose what is in memory only. */
  private void next(int round) throws InterruptedException {
    for (WorkerProcess worker : workers) {
      KillAwait.until(
          "two copies of everything",
          LIMIT_SECONDS,
          () -> worker.ask(StoreWorker.RESTORED).equals("true"),
          workers);
    }
    for (WorkerProcess worker : workers) {
      worker.ask(StoreWorker.ROUND + round);
    }
    for (WorkerProcess worker : workers) {
      int enough = worker.marks().countAcknowledged() + PROGRESS;
      KillAwait.until(
          "operations again",
          LIMIT_SECONDS,
          () -> worker.marks().countAcknowledged() >= enough,
          workers);
    }
  }

  private static void check(WorkerProcess worker, int from, int to) throws InterruptedException {
    assertEquals(
        "[]",
        worker.ask(StoreWorker.READ + from + " " + to),
        "keys of which allKeys and contains say different things");
  }

  private void finish(int rounds) throws Exception {
    for (WorkerProcess worker : workers) {
      worker.ask(StoreWorker.STOP);
    }
    check(workers[random.nextInt(KillLayout.NODES)], 0, rounds);
    Map<String, List<StoreOperation>> histories = StoreHistory.readAll(folder);
    long unknown = 0;
    long done = 0;
    for (Map.Entry<String, List<StoreOperation>> history : histories.entrySet()) {
      List<StoreOperation> operations = history.getValue();
      Optional<StoreOperation> violation = LinearizabilityChecker.violation(operations);
      assertTrue(violation.isEmpty(), () -> told(history.getKey(), operations, violation.get()));
      unknown += operations.stream().filter(o -> o.outcome() == Outcome.UNKNOWN).count();
      done += operations.stream().filter(o -> o.outcome() == Outcome.DONE).count();
    }
    System.out.printf("%d keys, %d operations done, %d unknown%n", histories.size(), done, unknown);
    assertTrue(done > 10L * rounds, "too little was done: " + done);
  }

  /** What came before the answer that nothing explains, from when it was asked for. */
  private static String told(String key, List<StoreOperation> history, StoreOperation violation) {
    return key
        + history.stream()
            .filter(o -> o.begin() <= violation.end())
            .sorted(Comparator.comparingLong(StoreOperation::begin))
            .map(o -> "\n" + (o.equals(violation) ? "HERE " : "") + o)
            .collect(Collectors.joining());
  }
}
