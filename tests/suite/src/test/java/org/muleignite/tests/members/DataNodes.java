package org.muleignite.tests.members;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.Ignition;
import org.awaitility.Awaitility;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.tests.support.CacheModule;
import org.muleignite.tests.support.TestCluster;

/**
 * Members of one cluster with a durable cache, which may be started at the same time. Used by one
 * thread.
 */
final class DataNodes implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final CacheSpec DATA = CacheSpec.persistent("test");
  private static final int KEYS = 200;

  private final TestCluster cluster;
  private final Map<Integer, ClusterMember> running = new TreeMap<>();

  DataNodes(Consumer<ClusterSettings> tuning) {
    cluster =
        new TestCluster(
            List::of,
            settings -> {
              settings.setLeaseMillis(1_000);
              settings.setFailureDetectionSeconds(3);
              tuning.accept(settings);
            });
  }

  /** Begins the start of a node; the member is there to be looked at while it waits. */
  Start begin(int node) {
    ClusterMember member =
        new ClusterMember(
            cluster.settings(), cluster.storage(node), List.of(new CacheModule(DATA)));
    CompletableFuture<Void> started = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                member.start(null);
                started.complete(null);
              } catch (RuntimeException | Error e) {
                started.completeExceptionally(e);
              }
            },
            "start-" + node);
    thread.start();
    return new Start(node, member, started);
  }

  /** A start under way. */
  record Start(int node, ClusterMember member, CompletableFuture<Void> started) {

    /** Until it has joined whoever is there, or works on it. */
    void awaitEngine() {
      Awaitility.await("engine of node " + node)
          .atMost(PATIENCE)
          .until(() -> member.placement() != null);
    }
  }

  void await(Start start) throws ExecutionException, InterruptedException, TimeoutException {
    start.started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    running.put(start.node, start.member);
  }

  /** Starts nodes at once. */
  void start(int... nodes) throws Exception {
    List<Start> starts = new ArrayList<>();
    for (int node : nodes) {
      starts.add(begin(node));
    }
    for (Start start : starts) {
      await(start);
    }
  }

  ClusterMember member(int node) {
    return running.get(node);
  }

  /** Leaves in order. */
  void stop(int node) {
    running.remove(node).stop();
  }

  /** Begins to leave in order. */
  CompletableFuture<Void> beginStop(int node) {
    ClusterMember member = running.remove(node);
    return CompletableFuture.runAsync(member::stop);
  }

  /** Takes the engine away below the member, as near to a crash as one JVM allows. */
  void crash(int... nodes) {
    List<Thread> deaths = new ArrayList<>();
    for (int node : nodes) {
      ClusterMember member = running.remove(node);
      Thread death =
          new Thread(
              () -> {
                Ignition.stop(member.context().ignite().name(), true);
                member.stop();
              });
      death.start();
      deaths.add(death);
    }
    for (Thread death : deaths) {
      try {
        death.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("Nobody interrupts a test.", e);
      }
    }
  }

  void wipe(int node) throws IOException {
    TestCluster.delete(cluster.storage(node).toPath());
  }

  /** The node comes back as itself, with nothing on its disk. */
  void wipeData(int node) throws IOException {
    for (String folder : List.of("data", "wal", "wal-archive")) {
      TestCluster.delete(cluster.storage(node).toPath().resolve(folder));
    }
  }

  /** What a node would find if it crashed now; nothing must change meanwhile. */
  void copyDisk(int node, Path target) throws IOException {
    cluster.copyStorage(node, target);
  }

  void replaceDisk(int node, Path source) throws IOException {
    cluster.replaceStorage(node, source);
  }

  Path storage(int node) {
    return cluster.storage(node).toPath();
  }

  void write(int node, String value) {
    IgniteCache<Integer, String> cache = member(node).context().ignite().cache(DATA.name());
    for (int key = 0; key < KEYS; key++) {
      cache.put(key, value);
    }
  }

  void remove(int node, int key) {
    member(node).context().ignite().cache(DATA.name()).remove(key);
  }

  /** Whether the node sees a value of the key. */
  boolean has(int node, int key) {
    return member(node).context().ignite().cache(DATA.name()).containsKey(key);
  }

  /** Every key has the value, wherever it is asked for. */
  void assertHolds(String value) {
    for (ClusterMember member : running.values()) {
      IgniteCache<Integer, String> cache = member.context().ignite().cache(DATA.name());
      for (int key = 0; key < KEYS; key++) {
        assertEquals(value, cache.get(key), "key " + key);
      }
    }
  }

  void awaitBaseline(int node, int size) {
    Awaitility.await("baseline of " + size)
        .atMost(PATIENCE)
        .until(() -> member(node).placement().baseline().size() == size);
  }

  void awaitNothingLost(int node) {
    Awaitility.await("all partitions")
        .atMost(PATIENCE)
        .until(() -> member(node).placement().partitionsWithoutCopy() == 0);
  }

  /** Until every partition has so many complete copies. */
  void awaitCopies(int copies) {
    Awaitility.await("copies")
        .atMost(PATIENCE)
        .until(
            () -> {
              MBeanServer server = ManagementFactory.getPlatformMBeanServer();
              Set<ObjectName> metrics =
                  server.queryNames(
                      new ObjectName("org.apache:group=cacheGroups,name=\"" + DATA.name() + "\",*"),
                      null);
              for (ObjectName one : metrics) {
                if ((Integer) server.getAttribute(one, "MinimumNumberOfPartitionCopies") < copies) {
                  return false;
                }
              }
              return !metrics.isEmpty();
            });
  }

  @Override
  public void close() {
    List.copyOf(running.keySet()).forEach(this::stop);
    cluster.close();
  }
}
