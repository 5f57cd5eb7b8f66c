package org.muleignite.tests.xa;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.muleignite.cluster.config.ClusterSettings;

/** An {@link OrderNode} as its test sees it. Not thread-safe; asking waits for the answer. */
final class OrderProcess implements AutoCloseable {

  private static final int LIMIT_SECONDS = 120;

  private final File storage;
  private final Process process;
  private final PrintStream commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /** Returns at once; {@link #awaitStart} tells when it serves. */
  OrderProcess(ClusterSettings settings, File storage, File transactions) throws IOException {
    this.storage = storage;
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OrderNode.class.getName(),
                settings.getClusterName(),
                String.valueOf(settings.getDiscoveryPort()),
                String.valueOf(settings.getCommunicationPort()),
                storage.getPath(),
                transactions.getPath())
            .redirectErrorStream(true)
            .start();
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "output of " + storage);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(OrderNode.ANSWER)) {
          answers.add(line.substring(OrderNode.ANSWER.length()));
        } else {
          System.out.println("[" + storage.getName() + "] " + line);
        }
      }
    } catch (IOException e) {
      // A killed process may tear its last line.
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** For a successor on the same node. */
  File storage() {
    return storage;
  }

  OrderProcess awaitStart() throws InterruptedException {
    answer();
    return this;
  }

  String ask(String command) throws InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException(storage.getName() + " does not run");
    }
    commands.println(command);
    return answer();
  }

  private String answer() throws InterruptedException {
    String answer = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (answer == null) {
      throw new IllegalStateException(storage.getName() + " does not answer");
    }
    return answer;
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
