package org.muleignite.tests.process;

import java.io.File;
import java.util.List;
import java.util.UUID;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.queue.QueueModule;
import org.muleignite.tests.artifact.Artifact;
import org.muleignite.tests.support.Commands;
import org.muleignite.tests.support.ForkedMember;

/**
 * A member in a JVM of its own that makes reply queues and waits at them until it is killed, or its
 * input ends. Arguments: cluster name, discovery port, communication port, folder.
 */
final class ReplyAsker {

  static final int QUEUES = 20;

  private ReplyAsker() {}

  private static void ask(QueueManager manager) {
    String name = "requests-temp-replyTo-" + UUID.randomUUID();
    manager.setQueueConfiguration(name, new DefaultQueueConfiguration(1, true));
    Queue reply = manager.getQueueSession().getQueue(name);
    reply.size();
    Thread waiting = new Thread(() -> poll(reply));
    waiting.setDaemon(true);
    waiting.start();
  }

  private static void poll(Queue reply) {
    try {
      System.out.println("Got " + reply.poll(Long.MAX_VALUE));
    } catch (InterruptedException | RuntimeException e) {
      e.printStackTrace(System.out);
    }
  }

  public static void main(String[] args) throws Exception {
    Commands commands = Commands.take();
    ClusterMember member =
        ForkedMember.start(
            List.of(args).subList(0, 3), new File(args[3]), new QueueModule(), settings -> {});
    QueueManager manager = new Artifact(KillLayout.APP).queues(member);
    for (int i = 0; i < QUEUES; i++) {
      ask(manager);
    }
    commands.answer("ready");
    commands.awaitEnd();
    Runtime.getRuntime().halt(1);
  }
}
