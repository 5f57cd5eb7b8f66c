package org.muleignite.tests.xa;

import java.io.File;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAResource;
import org.apache.ignite.Ignite;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.queue.QueueModule;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.support.Commands;
import org.muleignite.tests.support.ForkedMember;

/**
 * A member in a JVM of its own that does what its standard input says, line by line, until it is
 * killed. Arguments: cluster name, discovery port, communication port, storage, folder of the
 * transaction manager.
 */
final class OrderNode {

  /** The answer of a process that is to be killed now. */
  static final String REACHED = "the point is reached";

  private final Commands commands;
  private final Ignite ignite;
  private final QueueManager queues;
  private final File folder;
  private OrderTransactions transactions;

  private OrderNode(Commands commands, Ignite ignite, QueueManager queues, File folder) {
    this.commands = commands;
    this.ignite = ignite;
    this.queues = queues;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    Commands commands = Commands.take();
    ClusterMember member =
        ForkedMember.start(
            List.of(args).subList(0, 3), new File(args[3]), new QueueModule(), settings -> {});
    QueueManager manager = new Artifact("app").queues(member);
    Ignite ignite = member.context().ignite();
    OrderNode node = new OrderNode(commands, ignite, manager, new File(args[4]));
    commands.answer("ready");
    commands.serve(line -> node.obeyOrFail(line.split(" ", -1)));
    // The test is gone.
    Runtime.getRuntime().halt(1);
  }

  private String obeyOrFail(String... command) {
    try {
      return obey(command);
    } catch (Exception e) {
      e.printStackTrace(System.out);
      return "failed with " + e;
    }
  }

  private String obey(String... command) throws Exception {
    String name = command.length > 1 ? command[1] : "";
    switch (command[0]) {
      case "complete":
        return String.valueOf(hasItsData());
      case "fill":
        for (String item : new String[] {"first", "second", "third"}) {
          queues.getQueueSession().getQueue(OrderTransactions.in(queues, name)).put(item);
        }
        return "filled";
      case "order":
        boolean queueFirst = Boolean.parseBoolean(command[2]);
        transactions()
            .order(
                name, queueFirst, CrashPoint.valueOf(command[3]), () -> commands.answer(REACHED));
        return "committed";
      case "recover":
        transactions().recover();
        return "recovered";
      case "rows":
        return transactions().rows(name);
      case "unfinished":
        return String.valueOf(transactions().unfinished());
      case "database-in-doubt":
        return String.valueOf(transactions().inDoubt());
      case "queue-in-doubt":
        int branches = queues.getQueueSession().recover(XAResource.TMSTARTRSCAN).length;
        return String.valueOf(branches);
      case "waiting":
        Queue waiting = queues.getQueueSession().getQueue(OrderTransactions.in(queues, name));
        return waiting.size() + " from " + waiting.peek();
      case "drain-in":
        return drain(OrderTransactions.in(queues, name));
      case "drain-out":
        return drain(OrderTransactions.out(queues, name));
      default:
        throw new IllegalArgumentException("Unknown command: " + command[0]);
    }
  }

  /** A node becomes the primary of its share only when it has got all of it. */
  private boolean hasItsData() {
    return ignite.cacheNames().stream()
        .allMatch(
            cache ->
                ignite.affinity(cache).primaryPartitions(ignite.cluster().localNode()).length > 0);
  }

  /** Only when asked for: two managers must not share a folder. */
  private OrderTransactions transactions() throws Exception {
    if (transactions == null) {
      transactions = new OrderTransactions(folder, queues);
    }
    return transactions;
  }

  private String drain(String name) throws InterruptedException {
    Queue queue = queues.getQueueSession().getQueue(name);
    List<String> items = new ArrayList<>();
    for (Serializable item = queue.poll(0); item != null; item = queue.poll(0)) {
      items.add((String) item);
    }
    return String.join(" ", items);
  }
}
