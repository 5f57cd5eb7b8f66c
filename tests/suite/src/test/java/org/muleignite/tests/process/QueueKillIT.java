package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.muleignite.tests.process.KillMarks.Mark;

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

  /** So long a queue is waited for that moves to who alone uses it. */
  private static final int MOVE_SECONDS = 5;

  /** So many items each JVM puts, and moves, between two kills. */
  private static final int PROGRESS = 5;

  /** A kill comes at the most so much later than what it is to hit. */
  private static final int MOST_MICROS = 2_000;

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
  private final Map<Target, Integer> hits = new EnumMap<>(Target.class);
  private KillFleet fleet;

  @BeforeEach
  void prepare() {
    fleet = new KillFleet(QueueWorker.class, folder, random);
  }

  @AfterEach
  void stop() throws InterruptedException {
    fleet.close();
  }

  @Test
  void anyNodeMayDieAtAnyTime() throws Exception {
    System.out.println("queue.kill.seed=" + seed);
    startAll(false);
    for (int round = 0; round < ROUNDS; round++) {
      Target target = Target.values()[round % Target.values().length];
      int victim = victim(target);
      strike(victim, target);
      restart(victim, false);
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
      int first = fleet.anyNode();
      killAndRestart(first);
      killAndRestart(fleet.anyNodeBut(first));
      awaitRestored();
    }
    finishAndCheck(true);
  }

  private void killAndRestart(int node) throws Exception {
    awaitMark(node, Mark.COMMIT);
    fleet.kill(node);
    restart(node, true);
  }

  @Test
  void allNodesMayDieAtOnce() throws Exception {
    System.out.println("queue.kill.seed=" + seed);
    startAll(true);
    for (int round = 0; round < FULL_STOPS; round++) {
      awaitMark(fleet.anyNode(), Mark.COMMIT);
      fleet.killAll();
      startAll(true);
    }
    finishAndCheck(true);
  }

  private void startAll(boolean onlyPersistent) throws Exception {
    for (int node = 0; node < KillLayout.NODES; node++) {
      start(node, onlyPersistent);
    }
    fleet.awaitUp();
    awaitRestored();
  }

  private void restart(int node, boolean onlyPersistent) throws Exception {
    start(node, onlyPersistent);
    fleet.worker(node).answer();
  }

  private void start(int node, boolean onlyPersistent) throws IOException {
    fleet.start(node, onlyPersistent, random.nextLong());
  }

  private int victim(Target target) throws InterruptedException {
    switch (target) {
      case OWNER:
        return oneThat(QueueWorker.OWNED);
      case DELEGATE:
        awaitMove();
        return oneThat(QueueWorker.DELEGATED);
      case HOME:
        return fleet.anyNodeBut(oneThat(QueueWorker.DELEGATED));
      default:
        return fleet.anyNode();
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
    return nodes.isEmpty() ? fleet.anyNode() : nodes.get(random.nextInt(nodes.size()));
  }

  private List<Integer> all(String question) throws InterruptedException {
    List<Integer> nodes = new ArrayList<>();
    for (int node = 0; node < KillLayout.NODES; node++) {
      if (!fleet.worker(node).ask(question).equals("[]")) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  private void strike(int node, Target target) throws InterruptedException {
    WorkerProcess victim = fleet.worker(node);
    boolean owner = !victim.ask(QueueWorker.OWNED).equals("[]");
    List<Integer> delegates = all(QueueWorker.DELEGATED);
    boolean delegate = delegates.contains(node);
    if (MARKED.contains(target)) {
      awaitMark(node, Mark.valueOf(target.name()));
    }
    fleet.kill(node);
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

  private void awaitMark(int node, Mark mark) {
    fleet.awaitMark(node, mark, MOST_MICROS);
  }

  /** A second kill before there are two copies again would rightly lose what is in memory only. */
  private void awaitRestored() throws InterruptedException {
    for (WorkerProcess worker : fleet.workers()) {
      fleet.await(
          "two copies of everything", () -> worker.ask(QueueWorker.RESTORED).equals("true"));
    }
    List<KillMarks> marks = Stream.of(fleet.workers()).map(WorkerProcess::marks).toList();
    List<Integer> puts = marks.stream().map(of -> of.countAcknowledged() + PROGRESS).toList();
    List<Integer> moves = marks.stream().map(of -> of.countMoved() + PROGRESS).toList();
    for (int i = 0; i < marks.size(); i++) {
      int node = i;
      fleet.await("puts again", () -> marks.get(node).countAcknowledged() >= puts.get(node));
      fleet.await("moves again", () -> marks.get(node).countMoved() >= moves.get(node));
    }
  }

  private void finishAndCheck(boolean onlyPersistent) throws Exception {
    for (WorkerProcess worker : fleet.workers()) {
      worker.ask(QueueWorker.STOP_PRODUCERS);
    }
    for (WorkerProcess worker : fleet.workers()) {
      worker.tell(QueueWorker.FINISH);
    }
    for (WorkerProcess worker : fleet.workers()) {
      worker.answer();
    }
    assertEquals("0", fleet.worker(0).ask(QueueWorker.LEFT), "nobody gets what is left");
    List<String> drained = fleet.anyWorker().askForItems(QueueWorker.DRAIN);
    Map<KillLedger.Entry, List<String>> ledger = KillLedger.readAll(folder);
    ledger.forEach((entry, items) -> System.out.println(entry + ": " + items.size()));
    new KillVerdict(ledger, drained).check(KillLayout.queues(onlyPersistent), fleet.kills());
  }
}
