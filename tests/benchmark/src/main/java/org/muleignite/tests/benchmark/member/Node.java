package org.muleignite.tests.benchmark.member;

import org.muleignite.tests.benchmark.fleet.Seat;
import org.muleignite.tests.benchmark.fleet.Side;
import org.muleignite.tests.benchmark.lock.Locks;
import org.muleignite.tests.benchmark.queue.Queues;
import org.muleignite.tests.benchmark.store.Stores;

/** The clustering of one side in this JVM. Thread-safe. */
public interface Node extends AutoCloseable {

  /** Blocks until the node serves. */
  static Node start(Seat seat) {
    return seat.setup().side() == Side.OURS ? new OurNode(seat) : new HazelcastNode(seat);
  }

  /** How many members this node sees, itself included. */
  int members();

  /** Whether all members are there and every one has got its share of the data. */
  boolean isSettled();

  /** Whether this node runs now what one node of the cluster is to run. */
  boolean isPrimary();

  Queues queues();

  Stores stores();

  Locks locks();

  @Override
  void close();
}
