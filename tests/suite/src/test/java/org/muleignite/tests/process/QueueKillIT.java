package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mule.runtime.api.exception.MuleRuntimeException;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.tests.cluster.QueueNodes;

/**
 * Members that move items between queues in transactions are killed with SIGKILL, again and again.
 * Whatever was acknowledged to the producer arrives exactly once.
 */
class QueueKillIT {

  private static final int PAIRS = 4;
  private static final int KILLS = 4;
  private static final int MOVED_BETWEEN_KILLS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir private Path storage;

  private final List<Process> movers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    for (Process mover : movers) {
      mover.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasAcknowledgedArrivesExactlyOnce(boolean persistent) throws Exception {
    try (QueueNodes nodes = new QueueNodes(1)) {
      ClusterSettings settings = nodes.cluster().member(0).context().settings();
      movers.add(start(settings, 0, persistent));
      movers.add(start(settings, 1, persistent));
      QueueManager manager = nodes.deploy(0, "app");

      AtomicBoolean enough = new AtomicBoolean();
      List<Future<List<Serializable>>> producers = new ArrayList<>();
      for (int pair = 0; pair < PAIRS; pair++) {
        Queue in = queue(manager, "in-" + pair, persistent);
        String prefix = pair + "-";
        producers.add(threads.submit(() -> produce(in, prefix, enough)));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        int before = moved(manager, persistent);
        await(
            "items on the move before kill " + kill,
            () -> moved(manager, persistent) >= before + MOVED_BETWEEN_KILLS);
        movers.get(kill % 2).destroyForcibly().waitFor();
        movers.set(kill % 2, start(settings, kill % 2, persistent));
      }
      enough.set(true);
      for (int pair = 0; pair < PAIRS; pair++) {
        List<Serializable> acknowledged =
            producers.get(pair).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        checkArrival(manager, pair, acknowledged, persistent);
      }
    }
  }

  private static void checkArrival(
      QueueManager manager, int pair, List<Serializable> acknowledged, boolean persistent)
      throws InterruptedException {
    Queue in = queue(manager, "in-" + pair, persistent);
    Queue out = queue(manager, "out-" + pair, persistent);
    List<Serializable> arrived = new ArrayList<>();
    // A claim of a killed mover is neither here nor there for a moment.
    while (arrived.size() < acknowledged.size()) {
      Serializable item = out.poll(20_000);
      assertTrue(
          item != null,
          () -> {
            Set<Serializable> missing = new HashSet<>(acknowledged);
            missing.removeAll(new HashSet<>(arrived));
            return "lost of pair " + pair + ": " + missing + ", waiting: " + in.size();
          });
      arrived.add(item);
    }
    assertEquals(new HashSet<>(acknowledged), new HashSet<>(arrived), "pair " + pair);
    assertEquals(0, in.size());
    assertEquals(0, out.size());
  }

  private static List<Serializable> produce(Queue in, String prefix, AtomicBoolean enough)
      throws InterruptedException {
    List<Serializable> acknowledged = new ArrayList<>();
    for (int i = 0; !enough.get(); i++) {
      String item = prefix + i;
      try {
        if (in.size() < 50 && in.offer(item, 1_000)) {
          acknowledged.add(item);
        }
      } catch (MuleRuntimeException e) {
        // Not acknowledged: then it must not arrive either.
        assertTrue(e.getMessage().contains("nothing was changed"), e::toString);
      }
    }
    return acknowledged;
  }

  private static int moved(QueueManager manager, boolean persistent) {
    int moved = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      moved += queue(manager, "out-" + pair, persistent).size();
    }
    return moved;
  }

  private static Queue queue(QueueManager manager, String name, boolean persistent) {
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(0, persistent));
    return manager.getQueueSession().getQueue(name);
  }

  /** Starts a mover for the first time, or again on what its predecessor left. */
  private Process start(ClusterSettings settings, int number, boolean persistent) throws Exception {
    File folder = storage.resolve("mover-" + number + "-" + persistent).toFile();
    Process mover =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                QueueMover.class.getName(),
                settings.getClusterName(),
                String.valueOf(settings.getDiscoveryPort()),
                String.valueOf(settings.getCommunicationPort()),
                folder.toString(),
                String.valueOf(PAIRS),
                String.valueOf(persistent))
            .redirectErrorStream(true)
            .start();
    CountDownLatch ready = new CountDownLatch(1);
    threads.submit(() -> follow(mover, ready));
    assertTrue(ready.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "a mover did not start");
    return mover;
  }

  private static Void follow(Process mover, CountDownLatch ready) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(mover.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains(QueueMover.READY)) {
          ready.countDown();
        } else {
          System.out.println("[mover " + mover.pid() + "] " + line);
        }
      }
    } catch (IOException e) {
      if (mover.isAlive()) {
        throw e;
      }
    }
    return null;
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsMatching(MuleRuntimeException.class::isInstance)
        .until(condition);
  }
}
