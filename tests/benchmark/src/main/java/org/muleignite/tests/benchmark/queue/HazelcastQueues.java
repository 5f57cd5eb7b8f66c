package org.muleignite.tests.benchmark.queue;

import com.hazelcast.cluster.Member;
import com.hazelcast.collection.IQueue;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.transaction.TransactionContext;
import com.hazelcast.transaction.TransactionOptions;
import com.hazelcast.transaction.TransactionOptions.TransactionType;
import com.hazelcast.transaction.TransactionalQueue;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.muleignite.tests.benchmark.fleet.Place;

/** Hazelcast's queues with one synchronous backup. Thread-safe. */
public final class HazelcastQueues implements Queues {

  private static final int FILL_BATCH = 500;

  private final HazelcastInstance hazelcast;

  public HazelcastQueues(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  @Override
  public Place ownerOf(String queue) {
    Member owner = hazelcast.getPartitionService().getPartition(queue).getOwner();
    return Place.of(owner != null && owner.localMember());
  }

  @Override
  public Channel channel(String queue, Mode mode) {
    return switch (mode) {
      case PLAIN -> new Plain(hazelcast.getQueue(queue));
      case ONE_PHASE -> new Transactional(hazelcast, queue, options(TransactionType.ONE_PHASE));
      case TWO_PHASE -> new Transactional(hazelcast, queue, options(TransactionType.TWO_PHASE));
      case TRANSACTION -> throw new IllegalArgumentException("One phase or two?");
    };
  }

  private static TransactionOptions options(TransactionType type) {
    return new TransactionOptions().setTransactionType(type);
  }

  @Override
  public int size(String queue) {
    return hazelcast.getQueue(queue).size();
  }

  @Override
  public void fill(String queue, Message message, int count) {
    IQueue<Message> target = hazelcast.getQueue(queue);
    for (int done = 0; done < count; done += FILL_BATCH) {
      target.addAll(Collections.nCopies(Math.min(FILL_BATCH, count - done), message));
    }
  }

  private record Plain(IQueue<Message> queue) implements Channel {

    @Override
    public void put(Message message) throws InterruptedException {
      queue.put(message);
    }

    @Override
    public Message poll(long millis) throws InterruptedException {
      return queue.poll(millis, TimeUnit.MILLISECONDS);
    }
  }

  private record Transactional(HazelcastInstance hazelcast, String name, TransactionOptions options)
      implements Channel {

    @Override
    public void put(Message message) {
      TransactionContext transaction = hazelcast.newTransactionContext(options);
      transaction.beginTransaction();
      TransactionalQueue<Message> queue = transaction.getQueue(name);
      if (!queue.offer(message)) {
        throw new IllegalStateException("No room in an unbounded queue");
      }
      transaction.commitTransaction();
    }

    @Override
    public Message poll(long millis) throws InterruptedException {
      TransactionContext transaction = hazelcast.newTransactionContext(options);
      transaction.beginTransaction();
      TransactionalQueue<Message> queue = transaction.getQueue(name);
      Message message = queue.poll(millis, TimeUnit.MILLISECONDS);
      transaction.commitTransaction();
      return message;
    }
  }
}
