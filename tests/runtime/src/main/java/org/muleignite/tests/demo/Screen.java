package org.muleignite.tests.demo;

import java.io.PrintStream;

/**
 * Prints the steps of the demo, each with the seconds it took, and one line that moves. Used by one
 * thread.
 */
final class Screen {

  private final PrintStream out;
  private final boolean terminal = System.console() != null;
  private long stepStarted;

  Screen(PrintStream out) {
    this.out = out;
  }

  void step(String text) {
    stepStarted = System.nanoTime();
    out.print("- " + text + " ...");
    if (!terminal) {
      out.println();
    }
    out.flush();
  }

  /** Shown in place on a terminal, and not at all elsewhere. */
  void progress(String text) {
    if (terminal) {
      out.print("\r\033[K  " + text);
      out.flush();
    }
  }

  void done(String result) {
    double seconds = (System.nanoTime() - stepStarted) / 1e9;
    out.printf("%s  %s (%.1f s)%n", terminal ? "\r\033[K" : "", result, seconds);
  }

  void line(String text) {
    out.println(text);
  }
}
