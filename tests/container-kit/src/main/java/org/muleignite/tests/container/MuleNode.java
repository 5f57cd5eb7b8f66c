package org.muleignite.tests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A running container: a separate JVM process on a {@link MuleHome}. What it prints, which is all
 * that it and its applications log, goes to a file of its own per start in {@code logs/}.
 *
 * <p>Every {@code await} blocks until its condition holds and throws {@link MuleNodeException},
 * with the end of the log, when the time is over or as soon as it can no longer happen: the process
 * died, or reported a fatal error (it is then killed, since Mule may hang in that state). No
 * process outlives this JVM, however it ends.
 *
 * <p>Thread-safe.
 */
public final class MuleNode implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("Mule is up and kicking");
  private static final Pattern FATAL =
      Pattern.compile("The error is fatal, the system will shutdown");
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 20;
  private static final int TAIL_LINES = 60;

  private final MuleHome home;
  private final Process process;
  private final LogFile log;

  private MuleNode(MuleHome home, Process process, LogFile log) {
    this.home = home;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a container and returns at once. At most one may run on an installation at a time.
   *
   * @throws IOException when the process cannot be started
   */
  public static MuleNode start(MuleHome home, NodeOptions options) throws IOException {
    // Left over when the node before was killed; awaitDeployed would take them for its own.
    home.deleteAnchors();
    LogFile log = new LogFile(nextLog(home));
    return new MuleNode(home, new NodeLauncher(home, options).launch(log), log);
  }

  private static Path nextLog(MuleHome home) {
    int number = 1;
    while (Files.exists(consoleLog(home, number))) {
      number++;
    }
    return consoleLog(home, number);
  }

  private static Path consoleLog(MuleHome home, int number) {
    return home.logs().resolve("console-" + number + ".log");
  }

  /**
   * Awaits that the container is up, which includes that it tried to deploy the applications it
   * found.
   */
  public void awaitStarted(Duration timeout) {
    awaitLog(STARTED.pattern(), timeout);
  }

  /**
   * Awaits that the start fails by itself: the process ends, or reports a fatal error and is then
   * killed.
   *
   * @return the whole log
   * @throws MuleNodeException also when the container comes up
   */
  public String awaitFailedStart(Duration timeout) {
    LogScan scan = new LogScan(log, Pattern.compile(STARTED.pattern() + "|" + FATAL.pattern()), 0);
    Deadline deadline = Deadline.in(timeout);
    while (true) {
      boolean dead = !isAlive();
      Optional<MatchResult> seen = scan.first();
      if (seen.isPresent() && STARTED.matcher(seen.get().group()).matches()) {
        throw failure("The container came up although its start was to fail");
      }
      if (seen.isPresent() || dead) {
        kill();
        return log();
      }
      lookAgain(deadline, "the start to fail");
    }
  }

  /** Awaits that an application runs. Throws at once when its deployment failed. */
  public void awaitDeployed(String app, Duration timeout) {
    LogScan attempts = new LogScan(log, deploymentAttempts(app), 0);
    await(
        "application '" + app + "' to be deployed",
        timeout,
        () -> {
          if (attempts.last().filter(last -> last.group().startsWith("Failed")).isPresent()) {
            throw failure("Application '" + app + "' failed to deploy");
          }
          // A dead node leaves its anchors behind.
          boolean deployed = isAlive() && Files.exists(home.anchor(app));
          return deployed ? Optional.of(app) : Optional.empty();
        });
  }

  private static Pattern deploymentAttempts(String app) {
    // Mule frames the second message, and breaks its line before a long name.
    return Pattern.compile(
        "New Exploded Artifact: NAME$|Failed to deploy artifact (\\[NAME\\]|[ +\\n]*'NAME')"
            .replace("NAME", Pattern.quote(app)),
        Pattern.MULTILINE);
  }

  /** Awaits that an application has stopped and its directory is gone. */
  public void awaitUndeployed(String app, Duration timeout) {
    await(
        "application '" + app + "' to be undeployed",
        timeout,
        () ->
            Files.exists(home.anchor(app)) || Files.exists(home.app(app))
                ? Optional.empty()
                : Optional.of(app));
  }

  /**
   * Awaits a line, anywhere in the log of this start, in which the regular expression finds
   * something.
   */
  public MatchResult awaitLog(String regex, Duration timeout) {
    return awaitLogAfter(0, regex, timeout);
  }

  /** As {@link #awaitLog}, but passes over what was logged before a {@link #logPosition()}. */
  public MatchResult awaitLogAfter(long position, String regex, Duration timeout) {
    LogScan scan = new LogScan(log, Pattern.compile(regex, Pattern.MULTILINE), position);
    return await("a log line with '" + regex + "'", timeout, scan::first);
  }

  private <T> T await(String what, Duration timeout, Supplier<Optional<T>> condition) {
    LogScan fatal = new LogScan(log, FATAL, 0);
    Deadline deadline = Deadline.in(timeout);
    while (true) {
      // Asked before the condition, so that the last words of a dying process still count.
      boolean dead = !isAlive();
      boolean lost = dead || fatal.first().isPresent();
      Optional<T> result = condition.get();
      if (result.isPresent()) {
        return result.get();
      }
      if (lost) {
        kill();
        throw failure(
            "The container failed while waiting for "
                + what
                + (dead ? ": it ended with exit code " + exitCode() : ""));
      }
      lookAgain(deadline, what);
    }
  }

  private void lookAgain(Deadline deadline, String what) {
    if (deadline.isOver()) {
      throw failure("Waited in vain for " + what);
    }
    waitForEnd(Duration.ofMillis(LOOK_MILLIS));
  }

  private MuleNodeException failure(String message) {
    return new MuleNodeException(
        "%s (pid %d, log %s)\nErrors in it:\n%s\nIts end:\n%s"
            .formatted(message, pid(), log.path(), log.errors(), log.tail(TAIL_LINES)));
  }

  /**
   * Ends the container in order (SIGTERM), and kills it when it is still there after the timeout.
   *
   * @return whether it ended by itself in time
   */
  public boolean stop(Duration timeout) {
    process.destroy();
    boolean ended = waitForEnd(timeout);
    kill();
    return ended;
  }

  /** Kills the process (SIGKILL) and awaits its end. Does nothing when it has ended already. */
  public void kill() {
    process.destroyForcibly();
    if (!waitForEnd(KILL_TIMEOUT)) {
      throw failure("The process does not end although it was killed");
    }
  }

  /**
   * Stops every thread of the process (SIGSTOP), as a very long garbage collection does, until
   * {@link #resume}.
   */
  public void pause() throws IOException {
    signal("STOP");
  }

  /** Lets a paused process go on (SIGCONT). */
  public void resume() throws IOException {
    signal("CONT");
  }

  private void signal(String name) throws IOException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
    try {
      if (kill.waitFor() != 0) {
        throw new IOException("Cannot send SIG" + name + " to process " + pid());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Stops in order, with a timeout of 20 s. */
  @Override
  public void close() {
    stop(CLOSE_TIMEOUT);
  }

  private boolean waitForEnd(Duration timeout) {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static MuleNodeException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new MuleNodeException("Interrupted while waiting for a container", cause);
  }

  /** Id of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process runs; that the container works is another question. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Exit code: 143 after an orderly stop, 137 after a kill.
   *
   * @throws IllegalThreadStateException while it is alive
   */
  public int exitCode() {
    return process.exitValue();
  }

  /** The installation it runs on. */
  public MuleHome home() {
    return home;
  }

  /** Everything it has logged since its start. */
  public String log() {
    return log.text();
  }

  /** Where the log ends now, for {@link #awaitLogAfter}. */
  public long logPosition() {
    return log.length();
  }

  /** Copies all logs of the installation, earlier starts included, into a directory. */
  public void collectLogs(Path directory) throws IOException {
    FileTrees.copy(home.logs(), directory);
  }
}
