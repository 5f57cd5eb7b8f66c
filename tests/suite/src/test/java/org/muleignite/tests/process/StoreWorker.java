package org.muleignite.tests.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.objectstore.ObjectStoreModule;
import org.muleignite.objectstore.StoreKind;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.support.Commands;
import org.muleignite.tests.support.ForkedMember;

/**
 * A member in a JVM of its own with threads that use its stores, until it is killed; see {@link
 * WorkerProcess}. Arguments: node, incarnation, folder, cluster name, discovery port, communication
 * port, only persistent stores, round.
 */
final class StoreWorker {

  static final String RESTORED = "restored";
  static final String STOP = "stop";

  /** Followed by the number of the round. */
  static final String ROUND = "round ";

  /** Followed by two numbers: the first round to read and the first one not to read. */
  static final String READ = "read ";

  private static final int THREADS_OF_A_KIND = 2;

  private final List<StoreLoad> loads = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private StoreWorker(String[] args) throws Exception {
    String name = args[0] + "." + args[1];
    Path folder = Path.of(args[2]);
    StoreHistory history = new StoreHistory(folder, name);
    KillMarks marks = KillMarks.of(folder, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    ClusterMember member =
        ForkedMember.start(
            List.of(args).subList(3, 6),
            folder.resolve("storage-" + args[0]).toFile(),
            new ObjectStoreModule(),
            settings -> {
              settings.setClusterSize(KillLayout.NODES);
              settings.setBackups(Integer.parseInt(args[8]));
            });
    for (StoreKind kind : StoreKind.values()) {
      if (kind.isPersistent() || !Boolean.parseBoolean(args[6])) {
        for (int i = 0; i < THREADS_OF_A_KIND; i++) {
          loads.add(
              new StoreLoad(
                  kind,
                  new Artifact(KillLayout.APP).store(member, kind),
                  name + "." + kind.name().charAt(0) + i,
                  history,
                  marks));
        }
      }
    }
    loads.forEach(load -> load.round(Integer.parseInt(args[7])));
    loads.forEach(this::start);
  }

  private void start(StoreLoad load) {
    Thread thread = new Thread(load, "load-" + threads.size());
    thread.setDaemon(true);
    // A load that ends by itself would let the test pass on less than it says.
    thread.setUncaughtExceptionHandler((t, e) -> fail(e));
    thread.start();
    threads.add(thread);
  }

  private Object answer(String command) throws Exception {
    if (command.equals(RESTORED)) {
      return ClusterCopies.everyPartitionHas(2);
    }
    if (command.startsWith(ROUND)) {
      loads.forEach(load -> load.round(Integer.parseInt(command.substring(ROUND.length()))));
      return command;
    }
    if (command.startsWith(READ)) {
      String[] rounds = command.substring(READ.length()).split(" ");
      List<String> wrong = new ArrayList<>();
      for (StoreLoad load : loads) {
        wrong.addAll(load.readRounds(Integer.parseInt(rounds[0]), Integer.parseInt(rounds[1])));
      }
      return wrong;
    }
    if (command.equals(STOP)) {
      loads.forEach(StoreLoad::stop);
      for (Thread thread : threads) {
        thread.join();
      }
      return command;
    }
    throw new IllegalArgumentException("Unknown command " + command);
  }

  private static void fail(Throwable e) {
    System.out.println("The worker fails: " + e);
    e.printStackTrace(System.out);
    Runtime.getRuntime().halt(1);
  }

  public static void main(String[] args) {
    Commands commands = Commands.take();
    try {
      StoreWorker worker = new StoreWorker(args);
      commands.answer("up");
      commands.serve(worker::answer);
    } catch (Throwable e) {
      fail(e);
    }
    // Also when the test died: nothing of it stays behind.
    Runtime.getRuntime().halt(0);
  }
}
