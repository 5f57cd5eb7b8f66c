package org.muleignite.tests.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.muleignite.tests.support.ForkedJvm;

/**
 * A {@link ForkedJvm} that leaves marks of what it does, and whose answers may be preceded by any
 * number of lines that start with {@link #ITEM}. Used by one thread.
 */
final class WorkerProcess {

  static final String ITEM = "item ";

  private final ForkedJvm jvm;
  private final KillMarks marks;

  /**
   * @param main gets node, incarnation and folder as its first arguments
   */
  WorkerProcess(Class<?> main, Path folder, int node, int incarnation, List<String> arguments)
      throws IOException {
    marks = KillMarks.of(folder, node, incarnation);
    List<String> all = new ArrayList<>();
    all.addAll(List.of(String.valueOf(node), String.valueOf(incarnation), folder.toString()));
    all.addAll(arguments);
    jvm = new ForkedJvm("worker " + node + "." + incarnation, main, all);
  }

  KillMarks marks() {
    return marks;
  }

  String ask(String command) throws InterruptedException {
    return jvm.ask(command);
  }

  void tell(String command) {
    jvm.tell(command);
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
    return jvm.answer();
  }

  void printThreads() throws InterruptedException {
    jvm.printThreads();
  }

  /** SIGKILL; returns at once. */
  void kill() {
    jvm.strike();
  }

  void awaitEnd() throws InterruptedException {
    jvm.awaitEnd();
  }
}
