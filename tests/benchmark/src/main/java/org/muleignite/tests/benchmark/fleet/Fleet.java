package org.muleignite.tests.benchmark.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The members of one cluster, each in a JVM of its own, with ports and storage that no other
 * cluster uses. The first member is the one that drives the load unless a case says otherwise. Used
 * by one thread.
 */
public final class Fleet implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Setup setup;
  private final Path folder;
  private final String cluster = "benchmark-" + UUID.randomUUID();
  private final int firstPort = Ports.freeRange();
  private final List<MemberProcess> members = new ArrayList<>();
  private Duration cpuTimeOfPast = Duration.ZERO;

  /**
   * Starts the members and waits until they are one cluster whose data has settled.
   *
   * @param folder for logs and, while the fleet runs, storage
   */
  public Fleet(Setup setup, Path folder) {
    this.setup = setup;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < setup.nodes(); i++) {
        // A run that was broken off has left its storage behind.
        delete(storage(i));
        Files.deleteIfExists(log(i));
        members.add(newMember(i));
      }
      members.forEach(MemberProcess::awaitReady);
      awaitSettled();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private MemberProcess newMember(int index) {
    return new MemberProcess(
        new Seat(setup, cluster, index, firstPort, storage(index)), log(index));
  }

  private Path storage(int index) {
    return folder.resolve("storage-" + index).toAbsolutePath();
  }

  private Path log(int index) {
    return folder.resolve("member-" + index + ".log");
  }

  /** Ends a member with SIGKILL and returns when it is gone. */
  public void kill(int index) {
    remember(index);
    members.get(index).kill();
  }

  /** Lets a member leave and returns when it is gone. */
  public void stop(int index) {
    remember(index);
    members.get(index).close();
  }

  private void remember(int index) {
    cpuTimeOfPast = cpuTimeOfPast.plus(members.get(index).cpuTime());
  }

  /**
   * Starts a member that was killed or stopped again, with the storage that it left, and returns
   * when it serves.
   */
  public void start(int index) {
    members.set(index, newMember(index));
    members.get(index).awaitReady();
  }

  /** Waits until all members are one cluster whose data has settled. */
  public void awaitSettled() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!members.stream().allMatch(member -> Boolean.parseBoolean(member.ask("settled")))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(setup + " did not become one settled cluster");
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /**
   * Two clusters of one node each would be many times faster than one of two.
   *
   * @throws IllegalStateException when any member does not see all the others
   */
  public void checkTopology() {
    for (MemberProcess member : members) {
      int seen = Integer.parseInt(member.ask("members"));
      if (seen != members.size()) {
        throw new IllegalStateException(
            setup + ": a member sees " + seen + " members instead of " + members.size());
      }
    }
  }

  public Setup setup() {
    return setup;
  }

  public List<MemberProcess> members() {
    return List.copyOf(members);
  }

  /** The member that drives. */
  public MemberProcess driver() {
    return members.get(0);
  }

  /** What the members, also those that are gone, have used of the processors so far. */
  public Duration cpuTime() {
    return members.stream().map(MemberProcess::cpuTime).reduce(cpuTimeOfPast, Duration::plus);
  }

  /** Stops the members and removes their storage. */
  @Override
  public void close() {
    members.forEach(MemberProcess::close);
    for (int i = 0; i < setup.nodes(); i++) {
      delete(storage(i));
    }
  }

  private static void delete(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
