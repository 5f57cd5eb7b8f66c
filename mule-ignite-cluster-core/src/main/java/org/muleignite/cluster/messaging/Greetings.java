package org.muleignite.cluster.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps back what is sent to a node that is in the cluster and does not receive yet, until that
 * node greets: the transport would lose it. Thread-safe; messages to one node leave in the order
 * they came.
 */
final class Greetings {

  private static final byte[] NOTHING = new byte[0];

  private final Transport transport;
  private final Set<UUID> receiving = new HashSet<>();
  private final Map<UUID, List<Kept>> kept = new HashMap<>();
  private volatile boolean greeting;

  Greetings(Transport transport) {
    this.transport = transport;
  }

  /**
   * This node receives: tells everybody, so that each side knows of the other whoever started
   * first.
   */
  void greetAll() {
    greeting = true;
    transport.others().forEach(node -> greet(node, Frame.Kind.GREETING));
  }

  /** A node said that it receives. */
  void greetedBy(UUID node, Frame.Kind kind) {
    if (kind == Frame.Kind.GREETING) {
      greet(node, Frame.Kind.GREETING_ANSWER);
    }
    synchronized (this) {
      receiving.add(node);
      List<Kept> waiting = kept.remove(node);
      if (waiting != null) {
        waiting.forEach(one -> transport.send(node, one.bytes, one.atOnce));
      }
    }
  }

  /**
   * Sends now, or once the node receives. Greets it once more then: a greeting, or the answer to
   * it, is lost with the connection that it was sent on, and the two would never meet.
   *
   * @return false when the node is not in the cluster
   */
  boolean send(UUID node, byte[] bytes, boolean atOnce) {
    if (!keep(node, bytes, atOnce)) {
      return transport.send(node, bytes, atOnce);
    }
    if (greeting) {
      greet(node, Frame.Kind.GREETING);
    }
    return transport.others().contains(node);
  }

  private synchronized boolean keep(UUID node, byte[] bytes, boolean atOnce) {
    if (receiving.contains(node)) {
      return false;
    }
    if (transport.others().contains(node)) {
      kept.computeIfAbsent(node, n -> new ArrayList<>()).add(new Kept(bytes, atOnce));
    }
    return true;
  }

  synchronized void left(UUID node) {
    receiving.remove(node);
    kept.remove(node);
  }

  private void greet(UUID node, Frame.Kind kind) {
    transport.send(node, new Frame(kind, 0, "", NOTHING).toBytes(), false);
  }

  /** A message that waits. */
  private static final class Kept {
    final byte[] bytes;
    final boolean atOnce;

    Kept(byte[] bytes, boolean atOnce) {
      this.bytes = bytes;
      this.atOnce = atOnce;
    }
  }
}
