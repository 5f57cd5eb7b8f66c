package org.muleignite.tests.benchmark.fleet;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.muleignite.tests.benchmark.member.Member;

/**
 * A member in a JVM of its own, which takes commands as lines and answers each with a line, in
 * order. Used by one thread.
 */
public final class MemberProcess implements AutoCloseable {

  private static final long ANSWER_MINUTES = 10;

  private final Path log;
  private final Process process;
  private final BufferedWriter commands;
  private final Queue<CompletableFuture<String>> pending = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<String> ready = new CompletableFuture<>();

  /**
   * Starts the JVM and does not wait for the member.
   *
   * @param log where the JVM appends what it has to say
   */
  MemberProcess(Seat seat, Path log) {
    this.log = log;
    pending.add(ready);
    try {
      process =
          new ProcessBuilder(commandLine(seat))
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::readAnswers, "answers of member " + seat.index());
    reader.setDaemon(true);
    reader.start();
  }

  private static List<String> commandLine(Seat seat) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC"));
    line.addAll(seat.setup().side().jvmFlags());
    line.addAll(List.of("-cp", seat.setup().side().classPath(), Member.class.getName()));
    line.addAll(seat.arguments());
    return line;
  }

  private void readAnswers() {
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        settle(pending.remove(), line);
      }
    } catch (IOException e) {
      // The JVM is gone; so are its answers.
    }
    IllegalStateException gone = new IllegalStateException("A member has ended, see " + log);
    pending.forEach(answer -> answer.completeExceptionally(gone));
  }

  private void settle(CompletableFuture<String> answer, String line) {
    if (line.startsWith(Member.FAILED)) {
      answer.completeExceptionally(
          new IllegalStateException(line.substring(Member.FAILED.length()) + ", see " + log));
    } else {
      answer.complete(line);
    }
  }

  void awaitReady() {
    await(ready);
  }

  /** Sends a command of blank-free words; the member does one after the other. */
  public CompletableFuture<String> send(Object... words) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    pending.add(answer);
    List<String> line = new ArrayList<>();
    for (Object word : words) {
      line.add(word.toString());
    }
    try {
      commands.write(String.join(" ", line));
      commands.newLine();
      commands.flush();
    } catch (IOException e) {
      answer.completeExceptionally(
          new IllegalStateException("A member takes no commands, see " + log, e));
    }
    return answer;
  }

  /** Sends a command and waits for its answer. */
  public String ask(Object... words) {
    return await(send(words));
  }

  /**
   * Waits for an answer.
   *
   * @throws IllegalStateException when the member failed
   */
  public static String await(CompletableFuture<String> answer) {
    try {
      return answer.orTimeout(ANSWER_MINUTES, TimeUnit.MINUTES).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("A member failed: " + e.getCause().getMessage(), e);
    }
  }

  /** What the JVM has used of the processors so far. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Ends the JVM with SIGKILL and waits for it. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the member leave; kills it when it takes too long. */
  @Override
  public void close() {
    try {
      commands.close();
    } catch (IOException e) {
      // It has ended already.
    }
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
