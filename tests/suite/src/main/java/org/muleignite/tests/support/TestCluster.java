package org.muleignite.tests.support;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.muleignite.cluster.api.ServiceModule;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;

/**
 * Several members of one cluster in this JVM, with a name, ports and storage of their own, so that
 * tests never meet. Not thread-safe; each start blocks until the member serves.
 */
public final class TestCluster implements AutoCloseable {

  /** Discovery takes so many ports from the first one on, communication as many after them. */
  public static final int PORTS = 10;

  /** So many JVMs one build runs at the same time, numbered by {@code suite.fork}. */
  private static final int FORKS = 2;

  private static final Duration SHARES_LIMIT = Duration.ofSeconds(60);

  private static final Set<Integer> HANDED_OUT = new HashSet<>();

  private final String name = "test-" + UUID.randomUUID();
  private final Path root;
  private final int firstPort = freeRange();
  private final Supplier<List<ServiceModule>> modules;
  private final Consumer<ClusterSettings> tuning;
  private final List<ClusterMember> members = new ArrayList<>();

  /**
   * @param modules makes the service modules of one member
   * @param tuning changes the settings of a member before it starts
   */
  public TestCluster(Supplier<List<ServiceModule>> modules, Consumer<ClusterSettings> tuning) {
    this.modules = modules;
    this.tuning = tuning;
    try {
      root = Files.createTempDirectory("mule-ignite-test");
    } catch (IOException e) {
      throw new IllegalStateException("No folder for the storage of a test cluster", e);
    }
  }

  /** A cluster of so many members with default settings. */
  public static TestCluster of(int size, Supplier<List<ServiceModule>> modules) {
    TestCluster cluster = new TestCluster(modules, settings -> {});
    for (int i = 0; i < size; i++) {
      cluster.start(i);
    }
    return cluster;
  }

  /** Starts the member with this index, for the first time or again on its old storage. */
  public ClusterMember start(int index) {
    return start(index, null);
  }

  /**
   * @param engine makes what an operator would configure of the engine; null for defaults
   */
  public ClusterMember start(int index, Supplier<IgniteConfiguration> engine) {
    ClusterMember member = new ClusterMember(settings(), storage(index), modules.get());
    member.start(engine);
    while (members.size() <= index) {
      members.add(null);
    }
    members.set(index, member);
    return member;
  }

  /** What each member is started with, in this JVM or in one of its own. */
  public ClusterSettings settings() {
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(name);
    settings.setDiscoveryPort(firstPort);
    settings.setCommunicationPort(firstPort + PORTS);
    settings.setTransientMemoryMb(64);
    settings.setPersistentMemoryMb(64);
    settings.setStartTimeoutSeconds(60);
    // Members of tests leave as they want to, also with what only they have.
    settings.setShutdownWaitSeconds(0);
    tuning.accept(settings);
    return settings;
  }

  /** The durable folder of a member, whether it runs or not. */
  public File storage(int index) {
    return root.resolve("node-" + index).toFile();
  }

  /** What a member would find if it crashed now; nothing must change meanwhile. */
  public void copyStorage(int index, Path target) throws IOException {
    copy(storage(index).toPath(), target);
  }

  /** The member finds this at its next start. */
  public void replaceStorage(int index, Path source) throws IOException {
    delete(storage(index).toPath());
    copy(source, storage(index).toPath());
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
  }

  /** Removes a folder and all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  public String name() {
    return name;
  }

  public ClusterMember member(int index) {
    return members.get(index);
  }

  /** The members that run. */
  public List<ClusterMember> running() {
    return members.stream().filter(member -> member != null).toList();
  }

  /** Leaves in order. */
  public void stop(int index) {
    members.get(index).stop();
    members.set(index, null);
  }

  /**
   * Takes the engine away below the member without any good-bye of ours. The nearest to a crash
   * that one JVM allows.
   */
  public void crash(int index) {
    ClusterMember member = members.get(index);
    members.set(index, null);
    Ignition.stop(member.context().ignite().name(), true);
    member.stop();
  }

  /** Stops every member, in the order of their start, and keeps the storage. */
  public void stopAll() {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i) != null) {
        stop(i);
      }
    }
  }

  /** Starts every member again, all at once: each waits for those that may hold newer data. */
  public void startAll() {
    ExecutorService threads = Executors.newFixedThreadPool(members.size());
    try {
      CompletableFuture.allOf(
              IntStream.range(0, members.size())
                  .mapToObj(index -> CompletableFuture.runAsync(() -> start(index), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Returns when every member is the primary of about as much as any other: one that joins takes
   * its share over some time after its start.
   */
  public void awaitShares() {
    for (ClusterMember observer : running()) {
      Ignite ignite = observer.context().ignite();
      for (String cache : ignite.cacheNames()) {
        Affinity<?> shares = ignite.affinity(cache);
        int least = shares.partitions() / (2 * running().size());
        for (ClusterNode node : ignite.cluster().forServers().nodes()) {
          await("the share of " + node.id())
              .atMost(SHARES_LIMIT)
              .until(() -> shares.primaryPartitions(node).length >= least);
        }
      }
    }
  }

  @Override
  public void close() {
    stopAll();
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The storage of a test cluster could not be removed: " + root, e);
    }
  }

  /**
   * Twice the ports of one cluster that nobody listens on. Of the JVMs that one build runs at the
   * same time, each has ranges of its own; from those of other builds they are kept apart by their
   * process id. Two ranges are the same or have no port in common: a range that began in the middle
   * of another would pass for free, and nodes of both clusters would meet.
   */
  public static synchronized int freeRange() {
    int fork = Integer.getInteger("suite.fork", 0) % FORKS;
    int step = FORKS * 2 * PORTS;
    int start = 20_000 + fork * 2 * PORTS + (int) (ProcessHandle.current().pid() * 97 % 500) * step;
    for (int port = start; port < 60_000; port += step) {
      if (HANDED_OUT.add(port) && isFree(port) && isFree(port + PORTS)) {
        return port;
      }
    }
    throw new IllegalStateException("No free ports for a test cluster");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port)) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
