package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.muleignite.tests.process.MemberLedger.Tick;
import org.muleignite.tests.support.ForkedJvm;
import org.muleignite.tests.support.TestCluster;

/** Three {@link MemberWorker}s, and the verdict on what they did. Used by one thread. */
final class MemberCluster {

  static final int SIZE = 3;
  static final String REFUSED = "ObjectStoreNotAvailableException";

  /** For whatever a loaded machine with two cores may need. */
  private static final int PATIENCE_SECONDS = 90;

  /** Between the last tick of a primary that failed and the first one of the next. */
  private static final long LEAST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Path folder;
  private final MemberNetwork network;
  private final IntFunction<List<String>> runners;
  private final String name = "members-" + UUID.randomUUID();
  private final int port = TestCluster.freeRange();
  private final ForkedJvm[] jvms = new ForkedJvm[SIZE];

  /**
   * All on the loopback interface.
   *
   * @param runners what runs the JVM of a node; may be empty
   */
  MemberCluster(Path folder, IntFunction<List<String>> runners) {
    this(folder, null, runners);
  }

  /** Each on a host of its own. */
  MemberCluster(Path folder, MemberNetwork network) {
    this(folder, network, network::command);
  }

  private MemberCluster(Path folder, MemberNetwork network, IntFunction<List<String>> runners) {
    this.folder = folder;
    this.network = network;
    this.runners = runners;
  }

  void startAll() throws Exception {
    for (int node = 0; node < SIZE; node++) {
      start(node);
    }
    for (ForkedJvm jvm : jvms) {
      assertEquals("up", jvm.answer());
    }
    awaitAllServe();
  }

  /** Returns at once; the first answer says that it is up. */
  void start(int node) throws IOException {
    jvms[node] =
        new ForkedJvm(
            nameOf(node),
            runners.apply(node),
            MemberWorker.class,
            List.of(
                nameOf(node),
                folder.toString(),
                name,
                String.valueOf(port),
                String.valueOf(port + TestCluster.PORTS),
                network == null ? "127.0.0.1" : network.address(node),
                seeds()));
  }

  private static String nameOf(int node) {
    return "node" + node;
  }

  private String seeds() {
    List<String> seeds = new ArrayList<>();
    for (int node = 0; network != null && node < SIZE; node++) {
      seeds.add(network.address(node) + ":" + port);
    }
    return String.join(",", seeds);
  }

  /** Kills a node, and starts it again once the others serve. */
  void killAndRestart(int victim) throws Exception {
    jvms[victim].kill();
    awaitServe(others(victim));
    start(victim);
    assertEquals("up", jvms[victim].answer());
    awaitAllServe();
  }

  static List<Integer> others(int node) {
    return List.of((node + 1) % SIZE, (node + 2) % SIZE);
  }

  ForkedJvm jvm(int node) {
    return jvms[node];
  }

  /** Stops the process while it is not just writing the counter. */
  void pause(int node) throws Exception {
    jvms[node].pause();
    while (MemberLedger.wasWriting(folder, nameOf(node))) {
      jvms[node].resume();
      Thread.onSpinWait();
      jvms[node].pause();
    }
  }

  void awaitAllServe() {
    List<Integer> all = List.of(0, 1, 2);
    awaitServe(all);
    KillAwait.until("one primary", PATIENCE_SECONDS, () -> primaries(all).size() == 1);
  }

  /** Until each of the nodes sees just the others of them, and stores. */
  void awaitServe(List<Integer> nodes) {
    for (int node : nodes) {
      KillAwait.until(
          "node " + node + " serves among " + nodes.size(),
          PATIENCE_SECONDS,
          () ->
              jvms[node].ask(MemberWorker.STATE).startsWith(nodes.size() + " ")
                  && jvms[node].ask(MemberWorker.TRY).equals("stored"));
    }
  }

  void awaitRefuses(int node) {
    KillAwait.until(
        "node " + node + " refuses",
        PATIENCE_SECONDS,
        () -> jvms[node].ask(MemberWorker.TRY).equals(REFUSED));
  }

  /** Until the cluster has noticed that something is wrong. */
  void awaitSomeRefusal() {
    KillAwait.until(
        "some node refuses",
        PATIENCE_SECONDS,
        () -> {
          for (ForkedJvm jvm : jvms) {
            if (!jvm.ask(MemberWorker.TRY).equals("stored")) {
              return true;
            }
          }
          return false;
        });
  }

  void awaitPrimaryAmong(List<Integer> nodes) {
    KillAwait.until("primary of " + nodes, PATIENCE_SECONDS, () -> primaries(nodes).size() == 1);
  }

  List<Integer> primaries(List<Integer> nodes) throws InterruptedException {
    List<Integer> primaries = new ArrayList<>();
    for (int node : nodes) {
      if (jvms[node].ask(MemberWorker.STATE).endsWith("true")) {
        primaries.add(node);
      }
    }
    return primaries;
  }

  /** Stops the work and looks whether all that was acknowledged is there, and happened once. */
  void check(int kills) throws Exception {
    for (ForkedJvm jvm : jvms) {
      jvm.ask(MemberWorker.STOP);
    }
    assertEquals(List.of(), MemberLedger.violations(folder));
    List<String> stored = MemberLedger.stored(folder);
    assertTrue(stored.size() > 100, "stored " + stored.size());
    assertEquals("[]", jvms[0].ask(MemberWorker.MISSING), "of " + stored.size());
    int counted = MemberLedger.counted(folder);
    long counter =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve(MemberLoad.COUNTER))).getLong();
    assertTrue(counted > 100, "counted " + counted);
    assertTrue(
        counter >= counted && counter <= counted + kills,
        counted + " increments were done, the counter is " + counter);
    checkTicks();
  }

  private void checkTicks() throws IOException {
    List<Tick> ticks = MemberLedger.ticks(folder);
    StringBuilder turns = new StringBuilder();
    Tick last = ticks.get(0);
    for (Tick tick : ticks) {
      if (!tick.name().equals(last.name())) {
        long gap = tick.nanos() - last.nanos();
        turns.append(' ').append(last.name()).append(" +").append(gap / 1_000_000).append(" ms");
        assertTrue(gap > LEAST_GAP_NANOS, "ticks overlap:" + turns + " " + tick.name());
      }
      last = tick;
    }
    System.out.println("Primaries:" + turns + " " + last.name() + ", ticks: " + ticks.size());
  }

  void close() throws InterruptedException {
    for (ForkedJvm jvm : jvms) {
      if (jvm != null) {
        jvm.kill();
      }
    }
  }
}
