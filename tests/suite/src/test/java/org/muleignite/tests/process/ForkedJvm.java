package org.muleignite.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, perhaps in a network of its own, that understands one command in a line and
 * answers each with one line that starts with {@link #ANSWER}. Used by one thread.
 */
final class ForkedJvm {

  static final String ANSWER = "@@";

  private static final String END = "the process ended";
  private static final int LIMIT_SECONDS = 90;
  private static final int THREADS_SECONDS = 5;

  private final String name;
  private final Process process;
  private final PrintWriter commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /**
   * @param prefix what runs the JVM, for instance in a network namespace; may be empty
   */
  ForkedJvm(String name, List<String> prefix, Class<?> main, List<String> arguments)
      throws IOException {
    this.name = name;
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Starts fast, which matters more here than speed.
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread reader = new Thread(this::read, name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ANSWER)) {
          answers.add(line.substring(ANSWER.length()));
        } else {
          System.out.println("[" + name + "] " + line);
        }
      }
    } catch (IOException e) {
      System.out.println("[" + name + "] no more output: " + e);
    }
    answers.add(END);
  }

  String ask(String command) throws InterruptedException {
    tell(command);
    return answer();
  }

  /** A command whose answer is asked for later. */
  void tell(String command) {
    commands.println(command);
  }

  /** The next answer; the first one says that the JVM is up. */
  String answer() throws InterruptedException {
    String answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      printThreads();
    }
    assertNotNull(answer, "no answer of " + name);
    assertTrue(!answer.equals(END), name + " ended by itself");
    return answer;
  }

  /** What the JVM waits for, which nobody could tell later. */
  private void printThreads() throws InterruptedException {
    try {
      signal("QUIT");
      answers.poll(THREADS_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      System.out.println("[" + name + "] no threads: " + e);
    }
  }

  /** SIGSTOP: whatever it does comes to rest, and its sockets stay open. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start();
    assertEquals(0, kill.waitFor(), "signal " + signal);
  }

  /** SIGKILL; returns at once. */
  void strike() {
    process.destroyForcibly();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() throws InterruptedException {
    strike();
    awaitEnd();
  }

  /** Returns how it ended. */
  int awaitEnd() throws InterruptedException {
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), name + " lives on");
    return process.exitValue();
  }
}
