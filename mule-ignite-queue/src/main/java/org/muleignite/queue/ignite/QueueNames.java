package org.muleignite.queue.ignite;

import org.muleignite.cluster.api.EntryNames;
import org.muleignite.queue.rules.SetAside;

/** The affinity of everything that belongs to a queue is the id of the queue. Stateless. */
enum QueueNames implements EntryNames {
  OF_QUEUES;

  @Override
  public String nameOf(String affinity) {
    return SetAside.isName(affinity) ? null : affinity;
  }
}
