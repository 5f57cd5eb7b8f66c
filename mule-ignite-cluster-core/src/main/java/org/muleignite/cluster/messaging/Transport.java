package org.muleignite.cluster.messaging;

import java.util.Collection;
import java.util.UUID;

/**
 * Carries bytes from node to node: the neutral port below {@link CorrelatingMessenger}.
 * Thread-safe.
 */
public interface Transport {

  /** Takes what arrives. */
  @FunctionalInterface
  interface Receiver {

    /**
     * Called from several threads.
     *
     * @param atOnce whether it was sent so: this is the thread that reads the network, then, which
     *     must neither wait nor send
     */
    void accept(UUID sender, byte[] bytes, boolean atOnce);
  }

  UUID localNode();

  /** The nodes in the cluster other than this one, whether they receive already or not. */
  Collection<UUID> others();

  /**
   * Hands the bytes to the network; may block while a connection is made.
   *
   * @param atOnce to be received on the thread that reads the network, not on one of a pool: saves
   *     a change of threads
   * @return false when the node is not in the cluster (any more)
   */
  boolean send(UUID node, byte[] bytes, boolean atOnce);

  /** Sets the one receiver of what other nodes send here. */
  void receive(Receiver receiver);

  /** Runs a task soon, on a thread that may block. Does not block; dropped when the node stops. */
  void later(Runnable task);
}
