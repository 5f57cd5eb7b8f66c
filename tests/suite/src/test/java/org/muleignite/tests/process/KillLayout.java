package org.muleignite.tests.process;

import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.Ignite;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.tests.cluster.QueueHome;

/**
 * Which queues the kill test uses, and who consumes them. What producers put into {@code in} is
 * moved in one transaction to {@code out} and to {@code audit}, or taken outside of any.
 *
 * @param consumer the only node that consumes it, or {@link #ALL}
 * @param direct whether it is taken outside of transactions
 * @param alone whether only its consumer puts into it, so that it moves there
 */
record KillLayout(String name, boolean persistent, int consumer, boolean direct, boolean alone) {

  static final int NODES = 3;
  static final int ALL = -1;
  static final String APP = "app";

  /** Small, so that blocked publishers are among those who meet a crash. */
  private static final int CAPACITY = 40;

  /** Everybody puts into it. */
  KillLayout(String name, boolean persistent, int consumer, boolean direct) {
    this(name, persistent, consumer, direct, false);
  }

  static List<KillLayout> queues(boolean onlyPersistent) {
    List<KillLayout> queues = new ArrayList<>();
    if (!onlyPersistent) {
      queues.add(new KillLayout("transient-0", false, 0, false));
      queues.add(new KillLayout("transient-1", false, 1, false));
      queues.add(new KillLayout("transient-all", false, ALL, false));
      queues.add(new KillLayout("transient-direct", false, 2, true));
      queues.add(new KillLayout("transient-alone-0", false, 0, true, true));
      queues.add(new KillLayout("transient-alone-1", false, 1, false, true));
      queues.add(new KillLayout("transient-alone-2", false, 2, false, true));
    }
    queues.add(new KillLayout("persistent-1", true, 1, false));
    queues.add(new KillLayout("persistent-2", true, 2, false));
    queues.add(new KillLayout("persistent-all", true, ALL, false));
    queues.add(new KillLayout("persistent-direct", true, 0, true));
    return queues;
  }

  /** Whether the item was put into this queue. */
  boolean isOf(String item) {
    return KillItem.parse(item).queue().equals(name);
  }

  boolean isOrdered() {
    return consumer != ALL;
  }

  boolean isConsumedBy(int node) {
    return consumer == ALL || consumer == node;
  }

  Queue in(QueueManager manager, QueueSession session) {
    return queue(manager, session, "in-", CAPACITY);
  }

  Queue out(QueueManager manager, QueueSession session) {
    return queue(manager, session, "out-", 0);
  }

  Queue audit(QueueManager manager, QueueSession session) {
    return queue(manager, session, "audit-", 0);
  }

  private Queue queue(QueueManager manager, QueueSession session, String prefix, int capacity) {
    manager.setQueueConfiguration(
        prefix + name, new DefaultQueueConfiguration(capacity, persistent));
    return session.getQueue(prefix + name);
  }

  /** Whether this node has the primary copy of the queue that producers use. */
  boolean isHomeAt(Ignite ignite) {
    return QueueHome.isAt(ignite, persistent, "app/" + APP + "/in-" + name);
  }
}
