package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.process.KillMarks.Mark;
import org.muleignite.tests.support.TestCluster;

/**
 * Three JVMs produce, and move items between queues in transactions, while one of them, or all, are
 * killed with SIGKILL and restarted, again and again. Whatever was acknowledged arrives exactly
 * once and in order; a transaction happens as a whole or not at all.
 *
 * <p>{@code -Dqueue.kill.seed} repeats a run as far as threads allow, {@code -Dqueue.kill.rounds},
 * {@code stops} and {@code returns} change its length.
 */
class QueueKillIT {

  private static final int ROUNDS = Integer.getInteger("queue.kill.rounds", 30);
  private static final int FULL_STOPS = Integer.getInteger("queue.kill.stops", 4);
  private static final int RETURNS = Integer.getInteger("queue.kill.returns", 3);
  private static final int LIMIT_SECONDS = 60;

  /** So long a queue is waited for that moves to who alone uses it. */
  private static final int MOVE_SECONDS = 5;

  /** So many items each JVM puts, and moves, between two kills. */
  private static final int PROGRESS = 5;

  /** How many of the rounds must really have hit each certain target. */
  private static final int LEAST_HITS = ROUNDS / 10;

  /** What a kill is to hit. */
  private enum Target {
    OWNER,
    /** Who owns a queue whose primary copy is elsewhere. */
    DELEGATE,
    /** One of the others then, which may have that copy. */
    HOME,
    CLAIMS,
    COMMIT,
    PUT
  }

  /** Which queues can move, and where, is up to where chance puts their copies in each run. */
  private static final Set<Target> CERTAIN =
      EnumSet.complementOf(EnumSet.of(Target.DELEGATE, Target.HOME));

  private static final Set<Target> MARKED = EnumSet.of(Target.CLAIMS, Target.COMMIT, Target.PUT);

  @TempDir private Path folder;

  private final long seed = Long.getLong("queue.kill.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final WorkerProcess[] workers = new WorkerProcess[KillLayout.NODES];
  private final int[] incarnations = new int[KillLayout.NODES];
  private final Map<Target, Integer> hits = new EnumMap<>(Target.class);
  private final String cluster = "kill-" + UUID.randomUUID();
  private final int port = TestCluster.freeRange();

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
    System.out.println("queue.kill.seed=" + seed);
    startAll(false);
    for (int round = 0; round < ROUNDS; round++) {
      Target target = Target.values()[round % Target.values().length];
      int victim = victim(target);
      strike(victim, target);
      start(victim, false);
      workers[victim].answer();
      awaitRestored();
    }
    System.out.println("Kills that hit: " + hits);
    for (Target target : CERTAIN) {
      assertTrue(hits.getOrDefault(target, 0) >= LEAST_HITS, () -> target + " of " + hits);
    }
    finishAndCheck(false);
  }

  @Test
  void anotherNodeMayDieAsSoonAsOneIsBack() throws Exception {
    System.out.println("queue.kill.seed=" + seed);
    startAll(true);
    for (int round = 0; round < RETURNS; round++) {
      int first = random.nextInt(KillLayout.NODES);
      int second = (first + 1 + random.nextInt(KillLayout.NODES - 1)) % KillLayout.NODES;
      killAndRestart(first);
      killAndRestart(second);
      awaitRestored();
    }
    finishAndCheck(true);
  }

  private void killAndRestart(int node) throws Exception {
    awaitMark(workers[node], Mark.COMMIT);
    workers[node].kill();
    workers[node].awaitEnd();
    start(node, true);
    workers[node].answer();
  }

  @Test
  void allNodesMayDieAtOnce() throws Exception {
    System.out.println("queue.kill.seed=" + seed);
    startAll(true);
    for (int round = 0; round < FULL_STOPS; round++) {
      awaitMark(workers[random.nextInt(KillLayout.NODES)], Mark.COMMIT);
      for (WorkerProcess worker : workers) {
        worker.kill();
      }
      for (WorkerProcess worker : workers) {
        worker.awaitEnd();
      }
      startAll(true);
    }
    finishAndCheck(true);
  }

  private void startAll(boolean onlyPersistent) throws Exception {
    for (int node = 0; node < KillLayout.NODES; node++) {
      start(node, onlyPersistent);
    }
    for (WorkerProcess worker : workers) {
      worker.answer();
    }
    awaitRestored();
  }

  private void start(int node, boolean onlyPersistent) throws IOException {
    List<String> arguments =
        List.of(
            cluster,
            String.valueOf(port),
            String.valueOf(port + TestCluster.PORTS),
            String.valueOf(onlyPersistent),
            String.valueOf(random.nextLong()));
    workers[node] =
        new WorkerProcess(QueueWorker.class, folder, node, incarnations[node]++, arguments);
  }

  private int victim(Target target) throws InterruptedException {
    switch (target) {
      case OWNER:
        return oneThat(QueueWorker.OWNED);
      case DELEGATE:
        awaitMove();
        return oneThat(QueueWorker.DELEGATED);
      case HOME:
        return (oneThat(QueueWorker.DELEGATED) + 1 + random.nextInt(2)) % KillLayout.NODES;
      default:
        return random.nextInt(KillLayout.NODES);
    }
  }

  /** In some runs no node has a copy of a queue that it alone uses. */
  private void awaitMove() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOVE_SECONDS);
    while (all(QueueWorker.DELEGATED).isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Any node that names queues, or any node at all. */
  private int oneThat(String question) throws InterruptedException {
    List<Integer> nodes = all(question);
    return nodes.isEmpty()
        ? random.nextInt(KillLayout.NODES)
        : nodes.get(random.nextInt(nodes.size()));
  }

  private List<Integer> all(String question) throws InterruptedException {
    List<Integer> nodes = new ArrayList<>();
    for (int node = 0; node < KillLayout.NODES; node++) {
      if (!workers[node].ask(question).equals("[]")) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  private void strike(int node, Target target) throws InterruptedException {
    WorkerProcess victim = workers[node];
    boolean owner = !victim.ask(QueueWorker.OWNED).equals("[]");
    List<Integer> delegates = all(QueueWorker.DELEGATED);
    boolean delegate = delegates.contains(node);
    if (MARKED.contains(target)) {
      awaitMark(victim, Mark.valueOf(target.name()));
    }
    victim.kill();
    victim.awaitEnd();
    KillMarks marks = victim.marks();
    count(Target.OWNER, owner);
    count(Target.DELEGATE, delegate);
    count(Target.HOME, !delegate && !delegates.isEmpty());
    count(Target.CLAIMS, marks.has(Mark.CLAIMS));
    count(Target.COMMIT, marks.has(Mark.COMMIT));
    count(Target.PUT, marks.has(Mark.PUT));
  }

  private void count(Target target, boolean hit) {
    hits.merge(target, hit ? 1 : 0, Integer::sum);
  }

  /** Then waits a little more, a different time in each round, so that every stage is hit. */
  private void awaitMark(WorkerProcess worker, Mark mark) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!worker.marks().has(mark)) {
      assertTrue(System.nanoTime() < deadline, () -> "no thread was ever in " + mark);
      Thread.onSpinWait();
    }
    long strike = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(2_000));
    while (System.nanoTime() < strike) {
      Thread.onSpinWait();
    }
  }

  /** A second kill before there are two copies again would rightly lose what is in memory only. */
  private void awaitRestored() throws InterruptedException {
    for (WorkerProcess worker : workers) {
      KillAwait.until(
          "two copies of everything",
          LIMIT_SECONDS,
          () -> worker.ask(QueueWorker.RESTORED).equals("true"),
          workers);
    }
    int[] acknowledged = new int[KillLayout.NODES];
    int[] moved = new int[KillLayout.NODES];
    for (int node = 0; node < KillLayout.NODES; node++) {
      acknowledged[node] = workers[node].marks().countAcknowledged();
      moved[node] = workers[node].marks().countMoved();
    }
    for (int node = 0; node < KillLayout.NODES; node++) {
      KillMarks marks = workers[node].marks();
      int puts = acknowledged[node] + PROGRESS;
      int moves = moved[node] + PROGRESS;
      KillAwait.until(
          "puts again", LIMIT_SECONDS, () -> marks.countAcknowledged() >= puts, workers);
      KillAwait.until("moves again", LIMIT_SECONDS, () -> marks.countMoved() >= moves, workers);
    }
  }

  private void finishAndCheck(boolean onlyPersistent) throws Exception {
    for (WorkerProcess worker : workers) {
      worker.ask(QueueWorker.STOP_PRODUCERS);
    }
    for (WorkerProcess worker : workers) {
      worker.tell(QueueWorker.FINISH);
    }
    for (WorkerProcess worker : workers) {
      worker.answer();
    }
    assertEquals("0", workers[0].ask(QueueWorker.LEFT), "nobody gets what is left");
    List<String> drained = workers[random.nextInt(KillLayout.NODES)].askForItems(QueueWorker.DRAIN);
    Map<KillLedger.Entry, List<String>> ledger = KillLedger.readAll(folder);
    ledger.forEach((entry, items) -> System.out.println(entry + ": " + items.size()));
    new KillVerdict(ledger, drained).check(KillLayout.queues(onlyPersistent), kills());
  }

  /** How often each node was killed. */
  private int[] kills() {
    return Arrays.stream(incarnations).map(starts -> starts - 1).toArray();
  }
}
