package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.muleignite.tests.process.KillMarks.Mark;
import org.muleignite.tests.support.TestCluster;

/**
 * Three JVMs, each with a member of the same cluster and its storage, that are killed with SIGKILL
 * and started again. Used by one thread.
 */
final class KillFleet implements AutoCloseable {

  private static final int LIMIT_SECONDS = 60;

  private final Class<?> main;
  private final Path folder;
  private final Random random;
  private final WorkerProcess[] workers = new WorkerProcess[KillLayout.NODES];
  private final int[] starts = new int[KillLayout.NODES];
  private final String cluster = "kill-" + UUID.randomUUID();
  private final int port = TestCluster.freeRange();

  /**
   * @param main gets node, incarnation, folder, cluster name, discovery port and communication port
   *     as its first arguments
   * @param random chooses who is killed, and when
   */
  KillFleet(Class<?> main, Path folder, Random random) {
    this.main = main;
    this.folder = folder;
    this.random = random;
  }

  /** Does not wait: the worker's first answer says that it is up. */
  void start(int node, Object... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    Stream.of(cluster, port, port + TestCluster.PORTS).map(String::valueOf).forEach(arguments::add);
    Stream.of(more).map(String::valueOf).forEach(arguments::add);
    workers[node] = new WorkerProcess(main, folder, node, starts[node]++, arguments);
  }

  void awaitUp() throws InterruptedException {
    for (WorkerProcess worker : workers) {
      worker.answer();
    }
  }

  WorkerProcess worker(int node) {
    return workers[node];
  }

  WorkerProcess[] workers() {
    return workers.clone();
  }

  int anyNode() {
    return random.nextInt(KillLayout.NODES);
  }

  int anyNodeBut(int node) {
    return (node + 1 + random.nextInt(KillLayout.NODES - 1)) % KillLayout.NODES;
  }

  WorkerProcess anyWorker() {
    return workers[anyNode()];
  }

  /**
   * Waits until a thread of the node does that, and a little more, a different time whenever it is
   * called, so that every stage is hit.
   */
  void awaitMark(int node, Mark mark, int mostMicros) {
    KillMarks marks = workers[node].marks();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!marks.has(mark)) {
      assertTrue(System.nanoTime() < deadline, () -> "no thread was ever in " + mark);
      Thread.onSpinWait();
    }
    long strike = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(random.nextInt(mostMicros));
    while (System.nanoTime() < strike) {
      Thread.onSpinWait();
    }
  }

  void await(String what, Callable<Boolean> condition) throws InterruptedException {
    KillAwait.until(what, LIMIT_SECONDS, condition, workers);
  }

  void kill(int node) throws InterruptedException {
    workers[node].kill();
    workers[node].awaitEnd();
  }

  /** All at the same moment. */
  void killAll() throws InterruptedException {
    for (WorkerProcess worker : workers) {
      worker.kill();
    }
    for (WorkerProcess worker : workers) {
      worker.awaitEnd();
    }
  }

  /** How often each node was killed and started again. */
  int[] kills() {
    return Arrays.stream(starts).map(count -> count - 1).toArray();
  }

  @Override
  public void close() throws InterruptedException {
    for (int node = 0; node < KillLayout.NODES; node++) {
      if (workers[node] != null) {
        kill(node);
      }
    }
  }
}
