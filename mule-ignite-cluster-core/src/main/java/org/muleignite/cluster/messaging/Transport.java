package org.muleignite.cluster.messaging;

import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Carries bytes from node to node: the neutral port below {@link CorrelatingMessenger}.
 * Thread-safe.
 */
public interface Transport {

  UUID localNode();

  /** The nodes in the cluster other than this one, whether they receive already or not. */
  Collection<UUID> others();

  /**
   * Hands the bytes to the network; may block while a connection is made.
   *
   * @return false when the node is not in the cluster (any more)
   */
  boolean send(UUID node, byte[] bytes);

  /** Sets the one receiver of what other nodes send here; called from several threads. */
  void receive(BiConsumer<UUID, byte[]> receiver);
}
