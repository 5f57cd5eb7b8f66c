package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three JVMs work as a {@link MemberLoad} does and are killed in turn, one of them with a clock
 * that is an hour off: that is said, it agrees with the others on cluster time, which goes on
 * evenly also when that node becomes the oldest one and dies; no lock has two holders, and nothing
 * expires early.
 */
class ClockKillIT {

  private static final int OFF = 1;

  /** For three answers, one after the other, of a loaded machine. */
  private static final long BOUND_MILLIS = 10_000;

  private static final int PATIENCE_SECONDS = 30;

  private record Time(long ofCluster, long ofMachine, long nanos) {}

  @TempDir private Path folder;

  private MemberCluster cluster;

  @AfterEach
  void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3_600, -3_600})
  void aNodeWhoseClockIsAnHourOffHurtsNobody(int seconds) throws Exception {
    FakeClock clock = clock();
    cluster = new MemberCluster(folder, node -> node == OFF ? clock.ahead(seconds) : List.of());
    cluster.startAll();
    Time start = time();
    assertEquals(
        seconds * 1_000L,
        timeOf(OFF).ofMachine() - timeOf(0).ofMachine(),
        BOUND_MILLIS,
        "the clock is not off");
    awaitComplaint();
    // Whoever is left is the oldest, and what it says is the time of the cluster.
    for (int node : List.of(0, 2, OFF)) {
      cluster.killAndRestart(node);
      assertEven(start, time());
    }
    awaitComplaint();
    for (int node = 0; node < MemberCluster.SIZE; node++) {
      assertEquals("expired", cluster.jvm(node).ask(MemberWorker.EXPIRE));
    }
    cluster.check(MemberCluster.SIZE);
  }

  private static FakeClock clock() throws Exception {
    Optional<FakeClock> clock = FakeClock.find();
    if (clock.isEmpty()) {
      MachineNeeds.lack("no libfaketime here");
    }
    return clock.get();
  }

  /** Of the cluster, on which the nodes agree. */
  private Time time() throws Exception {
    Time time = timeOf(0);
    for (int node : MemberCluster.others(0)) {
      assertEven(time, timeOf(node));
    }
    return time;
  }

  private Time timeOf(int node) throws Exception {
    String[] times = cluster.jvm(node).ask(MemberWorker.TIME).split(" ");
    return new Time(Long.parseLong(times[0]), Long.parseLong(times[1]), System.nanoTime());
  }

  private static void assertEven(Time before, Time after) {
    long passed = TimeUnit.NANOSECONDS.toMillis(after.nanos() - before.nanos());
    assertEquals(
        passed, after.ofCluster() - before.ofCluster(), BOUND_MILLIS, "of cluster time passed");
  }

  /** Of the node itself, or of the others while it is the oldest. */
  private void awaitComplaint() {
    KillAwait.until(
        "complaint",
        PATIENCE_SECONDS,
        () -> {
          for (int node = 0; node < MemberCluster.SIZE; node++) {
            if (cluster.jvm(node).hasPrinted("The clock of this node is 3")) {
              return true;
            }
          }
          return false;
        });
  }
}
