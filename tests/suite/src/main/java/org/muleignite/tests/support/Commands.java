package org.muleignite.tests.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The commands that a {@link ForkedJvm} gets on its standard input, one in a line. The standard
 * output is for answers alone: Ignite prints long lines in pieces, and an answer in the middle of
 * one would never be found. Thread-safe.
 */
public final class Commands {

  /** Answers one command. */
  public interface Handler {
    Object answer(String command) throws Exception;
  }

  private final PrintStream answers;

  private Commands(PrintStream answers) {
    this.answers = answers;
  }

  /**
   * From now on whatever else this JVM prints goes to its standard error. To be called once, before
   * anything else.
   */
  public static Commands take() {
    Commands commands = new Commands(System.out);
    System.setOut(System.err);
    return commands;
  }

  /** One line; a command may have several. */
  public void answer(Object text) {
    answers.println(text);
  }

  /** Returns when whoever gave the commands is gone. */
  public void serve(Handler handler) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answer(handler.answer(line));
    }
  }

  /** Returns when whoever started this JVM is gone. */
  public void awaitEnd() throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
