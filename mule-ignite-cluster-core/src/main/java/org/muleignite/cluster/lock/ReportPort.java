package org.muleignite.cluster.lock;

import java.util.BitSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What the owner side needs from the holders. Thread-safe, does not block. */
interface ReportPort {

  /**
   * Asks a node what it holds in some partitions.
   *
   * @param epoch of the tenure that begins; the node answers once it has seen that view and all who
   *     had left by then are fenced
   * @param fencing the node is to know that numbers up to this one may have been used
   */
  CompletableFuture<Report> report(UUID node, long epoch, BitSet partitions, long fencing);

  /**
   * Asks a node whether it still holds, or is about to learn that it holds, what it was granted.
   */
  CompletableFuture<Boolean> holds(UUID node, String id, long request);

  /** Tells a node that its grant is void. */
  void revoke(UUID node, String id, long request);
}
