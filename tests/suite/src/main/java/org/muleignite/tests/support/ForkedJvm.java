package org.muleignite.tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM of its own, perhaps in a network of its own, that takes {@link Commands}. Its standard
 * output has the answers and nothing else. Used by one thread.
 */
public final class ForkedJvm {

  private static final String END = "the process ended";
  private static final int LIMIT_SECONDS = 90;
  private static final int THREADS_SECONDS = 5;
  private static final String LAST_OF_THREADS = "JNI global refs";

  private final String name;
  private final Process process;
  private final PrintWriter commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Queue<String> printed = new ConcurrentLinkedQueue<>();
  private final Semaphore threadsPrinted = new Semaphore(0);

  public ForkedJvm(String name, Class<?> main, List<String> arguments) throws IOException {
    this(name, List.of(), main, arguments);
  }

  /**
   * @param prefix what runs the JVM, for instance in a network namespace; may be empty
   */
  public ForkedJvm(String name, List<String> prefix, Class<?> main, List<String> arguments)
      throws IOException {
    this.name = name;
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Starts fast, which matters more here than speed; the same classes are verified elsewhere.
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
    // What the virtual machine itself has to say is no answer.
    command.add("-XX:+DisplayVMOutputToStderr");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).start();
    commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    follow(() -> read(process.errorReader(StandardCharsets.UTF_8), this::print));
    follow(
        () -> {
          read(process.inputReader(StandardCharsets.UTF_8), answers::add);
          answers.add(END);
        });
  }

  private void follow(Runnable reading) {
    Thread reader = new Thread(reading, name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(BufferedReader lines, Consumer<String> receiver) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        receiver.accept(line);
      }
    } catch (IOException e) {
      print("no more output: " + e);
    }
  }

  private void print(String line) {
    printed.add(line);
    if (line.startsWith(LAST_OF_THREADS)) {
      threadsPrinted.release();
    }
    System.out.println("[" + name + "] " + line);
  }

  /** Whether a line of what it printed beside its answers has this in it. */
  public boolean hasPrinted(String part) {
    return printed.stream().anyMatch(line -> line.contains(part));
  }

  public String ask(String command) throws InterruptedException {
    tell(command);
    return answer();
  }

  /** A command whose answer is asked for later. */
  public void tell(String command) {
    commands.println(command);
  }

  /** The next answer; the first one says that the JVM is up. */
  public String answer() throws InterruptedException {
    String answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      printThreads();
    }
    assertNotNull(answer, "no answer of " + name);
    assertTrue(!answer.equals(END), name + " ended by itself");
    return answer;
  }

  /** What the JVM waits for, which nobody could tell later; returns once it is printed. */
  public void printThreads() throws InterruptedException {
    try {
      signal("QUIT");
      threadsPrinted.tryAcquire(THREADS_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      print("no threads: " + e);
    }
  }

  /** SIGSTOP: whatever it does comes to rest, and its sockets stay open. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).inheritIO().start();
    assertEquals(0, kill.waitFor(), "signal " + signal);
  }

  /** SIGKILL; returns at once. */
  public void strike() {
    process.destroyForcibly();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() throws InterruptedException {
    strike();
    awaitEnd();
  }

  /** Returns how it ended. */
  public int awaitEnd() throws InterruptedException {
    assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), name + " lives on");
    return process.exitValue();
  }
}
