package org.muleignite.cluster.api;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Requests, answers and notices between the engines of a cluster, as bytes.
 *
 * <p>Delivery is reliable and at most once while both nodes live (a node that is still starting
 * gets it when it receives), and unordered: whoever needs an order waits for the answer. A request
 * to the local node is a plain call of the handler in the caller's thread. Nothing survives a
 * crash.
 *
 * <p>Thread-safe. A first message to a node may wait for the connection.
 */
public interface NodeMessenger {

  /** The id of this node in the present topology; changes with every start. */
  UUID localNode();

  /**
   * Asks a node.
   *
   * @return completes with the answer, exceptionally with the {@link ClusterException} that the
   *     handler failed with (message kept), or with {@link NodeGoneException} once the node has
   *     left; it has no timeout of its own
   */
  CompletableFuture<byte[]> request(UUID node, String service, byte[] payload);

  /** Tells a node something that needs no answer; silently dropped when the node has left. */
  void tell(UUID node, String service, byte[] payload);

  /**
   * Registers the one handler of a service on this node, before the node serves.
   *
   * @throws IllegalStateException when the service has a handler already
   */
  void serve(String service, RequestHandler handler);

  /**
   * As {@link #serve}, for a service that saves a change of threads: its notices here, and the
   * answers to what this node asks of it, are handled on the thread that reads the network. What is
   * done with either must never block, not even on a cache; what it sends leaves a little later.
   * Its requests are handled as those of any other service. To be registered on all nodes.
   *
   * @throws IllegalStateException when the service has a handler already
   */
  default void serveAtOnce(String service, RequestHandler handler) {
    serve(service, handler);
  }
}
