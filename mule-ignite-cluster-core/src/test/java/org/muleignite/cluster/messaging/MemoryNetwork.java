package org.muleignite.cluster.messaging;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Nodes in memory. What is sent arrives within the call, and is lost where nobody receives yet, as
 * Ignite loses it.
 */
final class MemoryNetwork {

  private final Map<UUID, Node> nodes = new LinkedHashMap<>();

  /** Messages that were lost, of any node. */
  int lost;

  /** So many messages are lost from now on, of whomever, as with a connection that breaks. */
  int toLose;

  /** Messages that arrived on the thread that reads the network. */
  int atOnceMessages;

  /** A node that is in the cluster and does not receive. */
  Node join() {
    Node node = new Node();
    nodes.put(node.id, node);
    return node;
  }

  /** A node goes, and the others learn of it. */
  void leave(Node departed) {
    vanish(departed);
    nodes.values().forEach(node -> node.messenger.nodeLeft(departed.id));
  }

  /** A node goes, and nobody is told. */
  void vanish(Node departed) {
    nodes.remove(departed.id);
  }

  final class Node implements Transport {

    final UUID id = UUID.randomUUID();
    final CorrelatingMessenger messenger = new CorrelatingMessenger(this);

    private Receiver receiver;

    @Override
    public UUID localNode() {
      return id;
    }

    @Override
    public Collection<UUID> others() {
      return nodes.keySet().stream().filter(other -> !other.equals(id)).toList();
    }

    @Override
    public boolean send(UUID to, byte[] bytes, boolean atOnce) {
      Node target = nodes.get(to);
      if (target == null) {
        return false;
      }
      if (target.receiver == null || toLose > 0) {
        toLose = Math.max(0, toLose - 1);
        lost++;
      } else {
        if (atOnce) {
          atOnceMessages++;
        }
        target.receiver.accept(id, bytes, atOnce);
      }
      return true;
    }

    @Override
    public void receive(Receiver newReceiver) {
      receiver = newReceiver;
    }

    @Override
    public void later(Runnable task) {
      task.run();
    }
  }
}
