package org.muleignite.tests.process;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.ignite.Ignite;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.queue.QueueModule;
import org.muleignite.queue.rules.QueueDepth;
import org.muleignite.queue.rules.QueueDepths;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.cluster.QueueHome;
import org.muleignite.tests.support.Commands;
import org.muleignite.tests.support.ForkedMember;

/**
 * A member in a JVM of its own with producers and transactional consumers, until it is killed.
 * Takes {@link Commands}; ends when its input ends. Arguments: node, incarnation, folder, cluster
 * name, discovery port, communication port, only persistent queues, seed.
 */
final class QueueWorker {

  static final String RESTORED = "restored";
  static final String OWNED = "owned";
  static final String DELEGATED = "delegated";
  static final String STOP_PRODUCERS = "stop-producers";
  static final String FINISH = "finish";
  static final String LEFT = "left";
  static final String DRAIN = "drain";

  /** Between two puts of a producer: leaves the machine time for the restarts. */
  private static final long PAUSE_MILLIS = 20;

  private final Commands commands;
  private final int node;
  private final List<KillLayout> layout;
  private final ClusterMember member;
  private final QueueManager manager;
  private final KillLedger ledger;
  private final KillMarks marks;
  private final List<Thread> producers = new ArrayList<>();
  private final List<Thread> consumers = new ArrayList<>();
  private final KillConsumer.Phase phase = new KillConsumer.Phase();

  private QueueWorker(Commands commands, String[] args) throws Exception {
    this.commands = commands;
    String name = args[0] + "." + args[1];
    Path folder = Path.of(args[2]);
    node = Integer.parseInt(args[0]);
    layout = KillLayout.queues(Boolean.parseBoolean(args[6]));
    ledger = new KillLedger(folder, name);
    marks = KillMarks.of(folder, node, Integer.parseInt(args[1]));
    member =
        ForkedMember.start(
            List.of(args).subList(3, 6),
            folder.resolve("storage-" + node).toFile(),
            new QueueModule(),
            settings -> settings.setClusterSize(KillLayout.NODES));
    manager = new Artifact(KillLayout.APP).queues(member);
    startLoad(name, new Random(Long.parseLong(args[7])));
  }

  private void startLoad(String name, Random random) {
    startProducer(name + "t", q -> !q.persistent() && !q.alone());
    startProducer(name + "p", KillLayout::persistent);
    // Often enough that these queues move here between two kills.
    startProducer(name + "a", q -> q.alone() && q.consumer() == node);
    for (KillLayout queue : layout) {
      if (queue.isConsumedBy(node)) {
        KillConsumer consumer =
            new KillConsumer(
                queue,
                manager,
                new KillConsumer.Journal(marks, ledger),
                phase,
                new Random(random.nextLong()));
        consumers.add(start("consumer-" + queue.name(), consumer));
      }
    }
  }

  private void startProducer(String producer, Predicate<KillLayout> kind) {
    List<KillLayout> queues = layout.stream().filter(kind).toList();
    if (!queues.isEmpty()) {
      int slot = marks.register();
      producers.add(start(producer, () -> produce(queues, producer, slot)));
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void produce(List<KillLayout> queues, String producer, int slot) {
    List<Queue> targets =
        queues.stream().map(q -> q.in(manager, manager.getQueueSession())).toList();
    for (int i = 0; !phase.producersStop; i++) {
      for (int q = 0; q < targets.size(); q++) {
        put(targets.get(q), new KillItem(queues.get(q).name(), producer, i).toString(), slot);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
      }
    }
  }

  private void put(Queue queue, String item, int slot) {
    ledger.write(KillLedger.Entry.STARTED, item);
    marks.set(slot, KillMarks.Mark.PUT);
    KillLedger.Entry outcome;
    try {
      outcome = queue.offer(item, 100) ? KillLedger.Entry.ACKNOWLEDGED : KillLedger.Entry.REFUSED;
    } catch (Exception e) {
      outcome = KillConsumer.told(e);
      System.out.println("put " + item + ": " + outcome + " " + e);
    }
    marks.set(slot, KillMarks.Mark.NOTHING);
    ledger.write(outcome, item);
    if (outcome == KillLedger.Entry.ACKNOWLEDGED) {
      marks.acknowledged();
    }
  }

  private Object answer(String command) throws Exception {
    switch (command) {
      case RESTORED:
        return ClusterCopies.everyPartitionHas(2);
      case OWNED:
        return layout.stream()
            .filter(q -> q.isHomeAt(member.context().ignite()))
            .map(KillLayout::name)
            .toList();
      case DELEGATED:
        return delegated();
      case STOP_PRODUCERS:
        phase.producersStop = true;
        return join(producers);
      case FINISH:
        phase.consumersFinish = true;
        return join(consumers);
      case LEFT:
        return layout.stream().mapToInt(q -> q.in(manager, manager.getQueueSession()).size()).sum();
      case DRAIN:
        return drain();
      default:
        throw new IllegalArgumentException("Unknown command " + command);
    }
  }

  /** The queues that this node owns although another one has their primary copy. */
  private List<String> delegated() throws InterruptedException {
    Ignite ignite = member.context().ignite();
    UUID here = ignite.cluster().localNode().id();
    QueueDepths depths = ((QueueModule) member.modules().get(0)).depths();
    return depths.list(100).queues().stream()
        .filter(depth -> depth.owner().equals(here))
        .filter(depth -> !QueueHome.isAt(ignite, depth.isPersistent(), depth.queue()))
        .map(QueueDepth::queue)
        .toList();
  }

  private static String join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    return "joined";
  }

  /** All queues at once: one after the other takes minutes. */
  private String drain() throws Exception {
    List<Callable<Void>> drains = new ArrayList<>();
    for (KillLayout queue : layout) {
      drains.add(
          () -> {
            drain(queue.out(manager, manager.getQueueSession()));
            drain(queue.audit(manager, manager.getQueueSession()));
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(drains.size());
    for (Future<Void> drained : threads.invokeAll(drains)) {
      drained.get();
    }
    threads.shutdown();
    return "drained";
  }

  private void drain(Queue queue) throws InterruptedException {
    for (Serializable item = queue.poll(0); item != null; item = queue.poll(0)) {
      commands.answer(WorkerProcess.ITEM + queue.getName() + ' ' + item);
    }
  }

  public static void main(String[] args) {
    Commands commands = Commands.take();
    int status = 0;
    try {
      QueueWorker worker = new QueueWorker(commands, args);
      commands.answer("up");
      commands.serve(worker::answer);
    } catch (Throwable e) {
      System.out.println("The worker fails: " + e);
      e.printStackTrace(System.out);
      status = 1;
    }
    // Also when the test died: nothing of it stays behind.
    Runtime.getRuntime().halt(status);
  }
}
