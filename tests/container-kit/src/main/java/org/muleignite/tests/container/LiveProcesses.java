package org.muleignite.tests.container;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Kills what is still running when this JVM ends, however a test ended. Thread-safe. */
final class LiveProcesses {

  private static final Set<Process> PROCESSES = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> PROCESSES.forEach(Process::destroyForcibly), "mule-node-killer"));
  }

  private LiveProcesses() {}

  // The future is about the end of the process only, which cannot fail.
  @SuppressWarnings("FutureReturnValueIgnored")
  static void add(Process process) {
    PROCESSES.add(process);
    process.onExit().thenAccept(PROCESSES::remove);
  }
}
