package org.muleignite.tests.benchmark.queue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ignite.Ignite;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.mule.runtime.core.api.config.MuleProperties;
import org.mule.runtime.core.api.util.queue.DefaultQueueConfiguration;
import org.mule.runtime.core.api.util.queue.Queue;
import org.mule.runtime.core.api.util.queue.QueueManager;
import org.mule.runtime.core.api.util.queue.QueueSession;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.tests.benchmark.fleet.Place;
import org.muleignite.tests.benchmark.member.CapturedServices;

/** Our queues, used through Mule's interfaces. Thread-safe. */
public final class OurQueues implements Queues {

  private static final int FILL_BATCH = 500;

  private final Ignite ignite;
  private final QueueManager manager;
  private final Set<String> configured = ConcurrentHashMap.newKeySet();

  /**
   * @param services what the modules of this member gave to the application
   */
  public OurQueues(Ignite ignite, CapturedServices services) {
    this.ignite = ignite;
    this.manager = services.get(MuleProperties.OBJECT_QUEUE_MANAGER, QueueManager.class);
  }

  /** All entries of a queue have its id as their affinity; their primary node is its owner. */
  @Override
  public Place ownerOf(String queue) {
    String cache =
        CacheSpec.PREFIX + (isPersistent(queue) ? "queue.persistent" : "queue.transient");
    AffinityKey<String> any = new AffinityKey<>("any", CapturedServices.scoped(queue));
    return Place.of(ignite.affinity(cache).mapKeyToNode(any).isLocal());
  }

  @Override
  public Channel channel(String queue, Mode mode) {
    if (mode != Mode.PLAIN && mode != Mode.TRANSACTION) {
      throw new IllegalArgumentException("Our queues know no " + mode);
    }
    QueueSession session = manager.getQueueSession();
    Queue opened = open(session, queue);
    return mode == Mode.PLAIN ? new Plain(opened) : new Transactional(session, opened);
  }

  @Override
  public int size(String queue) {
    return open(manager.getQueueSession(), queue).size();
  }

  @Override
  public void fill(String queue, Message message, int count) throws Exception {
    QueueSession session = manager.getQueueSession();
    Queue target = open(session, queue);
    for (int done = 0; done < count; ) {
      session.begin();
      for (int i = 0; i < FILL_BATCH && done < count; i++, done++) {
        target.put(message);
      }
      session.commit();
    }
  }

  private Queue open(QueueSession session, String queue) {
    if (configured.add(queue)) {
      manager.setQueueConfiguration(queue, new DefaultQueueConfiguration(0, isPersistent(queue)));
    }
    return session.getQueue(queue);
  }

  private static boolean isPersistent(String queue) {
    return queue.startsWith(PERSISTENT);
  }

  private record Plain(Queue queue) implements Channel {

    @Override
    public void put(Message message) throws InterruptedException {
      queue.put(message);
    }

    @Override
    public Message poll(long millis) throws InterruptedException {
      return (Message) queue.poll(millis);
    }
  }

  private record Transactional(QueueSession session, Queue queue) implements Channel {

    @Override
    public void put(Message message) throws Exception {
      session.begin();
      queue.put(message);
      session.commit();
    }

    @Override
    public Message poll(long millis) throws Exception {
      session.begin();
      Message message = (Message) queue.poll(millis);
      session.commit();
      return message;
    }
  }
}
