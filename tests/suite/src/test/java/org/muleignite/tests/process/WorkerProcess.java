package org.muleignite.tests.process;

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
 * A forked JVM that understands one command in a line and answers each with one line that starts
 * with {@link #ANSWER}, or with any number that start with {@link #ANSWER} and {@link #ITEM} before
 * it. Used by one thread.
 */
final class WorkerProcess {

  static final String ANSWER = "@@";
  static final String ITEM = "item ";

  private static final String END = "the process ended";
  private static final int LIMIT_SECONDS = 90;

  private final String name;
  private final Process process;
  private final PrintWriter commands;
  private final KillMarks marks;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /**
   * @param main gets node, incarnation and folder as its first arguments
   */
  WorkerProcess(Class<?> main, Path folder, int node, int incarnation, List<String> arguments)
      throws IOException {
    name = node + "." + incarnation;
    marks = KillMarks.of(folder, node, incarnation);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Starts fast, which matters more here than speed.
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(String.valueOf(node), String.valueOf(incarnation), folder.toString()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread reader = new Thread(this::read, "worker-" + name);
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
          System.out.println("[worker " + name + "] " + line);
        }
      }
    } catch (IOException e) {
      System.out.println("[worker " + name + "] no more output: " + e);
    }
    answers.add(END);
  }

  KillMarks marks() {
    return marks;
  }

  String ask(String command) throws InterruptedException {
    tell(command);
    return answer();
  }

  void tell(String command) {
    commands.println(command);
  }

  /** The items of an answer. */
  List<String> askForItems(String command) throws InterruptedException {
    List<String> items = new ArrayList<>();
    String line = ask(command);
    while (line.startsWith(ITEM)) {
      items.add(line.substring(ITEM.length()));
      line = answer();
    }
    return items;
  }

  /** The next answer; the first one says that the worker is up. */
  String answer() throws InterruptedException {
    String answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertNotNull(answer, "no answer of worker " + name);
    assertTrue(!answer.equals(END), "worker " + name + " ended by itself");
    return answer;
  }

  /** SIGKILL; returns at once. */
  void kill() {
    process.destroyForcibly();
  }

  void awaitEnd() throws InterruptedException {
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "worker " + name + " lives on");
  }
}
