package org.muleignite.tests.process;

import java.io.File;
import java.io.Serializable;
import java.util.List;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.queue.QueueModule;
import org.muleignite.tests.cluster.QueueNodes;

/**
 * A member in a JVM of its own that moves items from queue to queue, each in a transaction, until
 * it is killed. Arguments: cluster name, discovery port, communication port, storage, number of
 * queue pairs, persistent.
 */
final class QueueMover {

  static final String READY = "mover is ready";

  private QueueMover() {}

  public static void main(String[] args) {
    ClusterSettings settings = new ClusterSettings();
    settings.setClusterName(args[0]);
    settings.setDiscoveryPort(Integer.parseInt(args[1]));
    settings.setCommunicationPort(Integer.parseInt(args[2]));
    settings.setTransientMemoryMb(64);
    settings.setPersistentMemoryMb(64);
    ClusterMember member =
        new ClusterMember(settings, new File(args[3]), List.of(new QueueModule()));
    member.start(null);
    QueueManager manager = QueueNodes.deploy(member, "app", QueueMover.class.getClassLoader());
    boolean persistent = Boolean.parseBoolean(args[5]);
    for (int pair = 0; pair < Integer.parseInt(args[4]); pair++) {
      String from = "in-" + pair;
      String to = "out-" + pair;
      new Thread(() -> move(manager, from, to, persistent), "mover-" + pair).start();
    }
    System.out.println(READY);
  }

  private static void move(QueueManager manager, String from, String to, boolean persistent) {
    manager.setQueueConfiguration(from, new DefaultQueueConfiguration(0, persistent));
    manager.setQueueConfiguration(to, new DefaultQueueConfiguration(0, persistent));
    QueueSession session = manager.getQueueSession();
    Queue source = session.getQueue(from);
    Queue target = session.getQueue(to);
    while (true) {
      try {
        session.begin();
        moveOne(session, source, target);
      } catch (Exception e) {
        System.out.println(Thread.currentThread().getName() + " goes on after " + e);
      }
    }
  }

  private static void moveOne(QueueSession session, Queue source, Queue target) throws Exception {
    try {
      Serializable item = source.poll(500);
      if (item != null) {
        target.put(item);
      }
    } catch (Exception e) {
      session.rollback();
      throw e;
    }
    session.commit();
  }
}
