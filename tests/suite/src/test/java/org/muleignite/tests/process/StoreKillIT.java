package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.process.KillMarks.Mark;
import org.muleignite.tests.store.LinearizabilityChecker;
import org.muleignite.tests.store.StoreOperation;
import org.muleignite.tests.store.StoreOperation.Outcome;

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

  /** So many operations each JVM does between two kills. */
  private static final int PROGRESS = 60;

  /** A kill comes at the most so much later than what it is to hit. */
  private static final int MOST_MICROS = 1_000;

  @TempDir private Path folder;

  private final long seed = Long.getLong("store.kill.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int backups = 1;
  private KillFleet fleet;

  @BeforeEach
  void prepare() {
    fleet = new KillFleet(StoreWorker.class, folder, random);
  }

  @AfterEach
  void stop() throws InterruptedException {
    fleet.close();
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
      int victim = fleet.anyNode();
      strike(victim, round % 2 == 0 ? Mark.PUT : Mark.COMMIT);
      KillMarks marks = fleet.worker(victim).marks();
      hits += marks.has(Mark.PUT) || marks.has(Mark.COMMIT) ? 1 : 0;
      restart(victim, false, round + 1);
      next(round + 1);
      // Nothing of the round before the last one is under way any more.
      check(fleet.anyWorker(), Math.max(0, round - 1), round);
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
      int first = fleet.anyNode();
      killAndRestart(first, round + 1);
      killAndRestart(fleet.anyNodeBut(first), round + 1);
      next(round + 1);
      check(fleet.anyWorker(), Math.max(0, round - 1), round);
    }
    finish(RETURNS + 1);
  }

  private void killAndRestart(int node, int round) throws Exception {
    strike(node, Mark.PUT);
    restart(node, true, round);
  }

  @Test
  void allNodesMayDieAtOnce() throws Exception {
    System.out.println("store.kill.seed=" + seed);
    startAll(true, 0);
    for (int round = 0; round < FULL_STOPS; round++) {
      fleet.awaitMark(fleet.anyNode(), Mark.PUT, MOST_MICROS);
      fleet.killAll();
      startAll(true, round + 1);
      check(fleet.anyWorker(), 0, round + 1);
    }
    finish(FULL_STOPS + 1);
  }

  private void startAll(boolean onlyPersistent, int round) throws Exception {
    for (int node = 0; node < KillLayout.NODES; node++) {
      fleet.start(node, onlyPersistent, round, backups);
    }
    fleet.awaitUp();
    next(round);
  }

  private void restart(int node, boolean onlyPersistent, int round) throws Exception {
    fleet.start(node, onlyPersistent, round, backups);
    fleet.worker(node).answer();
  }

  private void strike(int node, Mark mark) throws InterruptedException {
    fleet.awaitMark(node, mark, MOST_MICROS);
    fleet.kill(node);
  }

  /** A second kill before there are two copies again would rightly lose what is in memory only. */
  private void next(int round) throws InterruptedException {
    for (WorkerProcess worker : fleet.workers()) {
      fleet.await(
          "two copies of everything", () -> worker.ask(StoreWorker.RESTORED).equals("true"));
    }
    for (WorkerProcess worker : fleet.workers()) {
      worker.ask(StoreWorker.ROUND + round);
    }
    for (WorkerProcess worker : fleet.workers()) {
      int enough = worker.marks().countAcknowledged() + PROGRESS;
      fleet.await("operations again", () -> worker.marks().countAcknowledged() >= enough);
    }
  }

  private static void check(WorkerProcess worker, int from, int to) throws InterruptedException {
    assertEquals(
        "[]",
        worker.ask(StoreWorker.READ + from + " " + to),
        "keys of which allKeys and contains say different things");
  }

  private void finish(int rounds) throws Exception {
    for (WorkerProcess worker : fleet.workers()) {
      worker.ask(StoreWorker.STOP);
    }
    check(fleet.anyWorker(), 0, rounds);
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
