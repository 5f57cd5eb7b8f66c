package org.muleignite.tests.benchmark.queue;

import org.muleignite.tests.benchmark.fleet.Place;

/** The queues of one side. Thread-safe. */
public interface Queues {

  /** A queue whose name begins so survives the stop of the cluster, where the side has such. */
  String PERSISTENT = "persistent-";

  /** Where the owner of a queue is, seen from this member. */
  Place ownerOf(String queue);

  /** A new way to a queue, for one thread. */
  Channel channel(String queue, Mode mode);

  int size(String queue);

  /** Puts many small messages, several at a time. */
  void fill(String queue, Message message, int count) throws Exception;
}
