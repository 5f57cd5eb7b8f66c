package org.muleignite.cluster.messaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what goes to one node at the same time into one message: under load a message costs more
 * than what is in it. Nothing waits for company: what comes first leaves at once, and what comes
 * meanwhile leaves together after it; so do the answers to what came together. What is sent at once
 * and what is not travel apart. Thread-safe.
 */
final class PackingTransport implements Transport {

  private static final Logger LOGGER = LoggerFactory.getLogger(PackingTransport.class);
  private static final int MAX_BYTES = 1 << 20;

  private final Transport wire;
  private final Map<UUID, Outboxes> nodes = new ConcurrentHashMap<>();

  /** Set while this thread handles a pack. */
  private final ThreadLocal<Turn> turns = new ThreadLocal<>();

  PackingTransport(Transport wire) {
    this.wire = wire;
  }

  @Override
  public UUID localNode() {
    return wire.localNode();
  }

  @Override
  public Collection<UUID> others() {
    return wire.others();
  }

  /**
   * @return true also when another thread sends it: the departure of the node is learnt from its
   *     event then
   */
  @Override
  public boolean send(UUID node, byte[] bytes, boolean atOnce) {
    Outbox outbox = nodes.computeIfAbsent(node, Outboxes::new).of(atOnce);
    Turn turn = turns.get();
    return turn != null && turn.keepsBack(node) ? turn.add(outbox, bytes) : outbox.send(bytes);
  }

  /** Forgets a node that left. */
  void left(UUID node) {
    nodes.remove(node);
  }

  @Override
  public void receive(Receiver receiver) {
    wire.receive((sender, pack, atOnce) -> unpack(new Turn(sender, atOnce), pack, receiver));
  }

  @Override
  public void later(Runnable task) {
    wire.later(task);
  }

  private void unpack(Turn turn, byte[] pack, Receiver receiver) {
    turns.set(turn);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(pack))) {
      while (in.available() > 0) {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        accept(turn, bytes, receiver);
      }
    } catch (IOException | RuntimeException e) {
      // Not for the thread that reads the network, which would close the connection.
      LOGGER.error("A message of node {} is damaged.", turn.sender, e);
    } finally {
      turns.remove();
      turn.end();
    }
  }

  /** What is wrong with one must not keep the others from arriving. */
  private static void accept(Turn turn, byte[] bytes, Receiver receiver) {
    try {
      receiver.accept(turn.sender, bytes, turn.atOnce);
    } catch (RuntimeException e) {
      LOGGER.error("A message of node {} could not be handled.", turn.sender, e);
    }
  }

  /**
   * The handling of one pack by one thread: what it sends to the sender leaves when it is through.
   */
  private final class Turn {

    final UUID sender;
    final boolean atOnce;
    private final Set<Outbox> filled = new LinkedHashSet<>(2);

    Turn(UUID sender, boolean atOnce) {
      this.sender = sender;
      this.atOnce = atOnce;
    }

    /** The thread that reads the network sends nothing, to whomever: it might have to connect. */
    boolean keepsBack(UUID node) {
      return atOnce || node.equals(sender);
    }

    boolean add(Outbox outbox, byte[] bytes) {
      filled.add(outbox);
      return outbox.add(bytes);
    }

    void end() {
      if (!atOnce) {
        filled.forEach(Outbox::flush);
      } else if (!filled.isEmpty()) {
        later(() -> filled.forEach(Outbox::flushOrLog));
      }
    }
  }

  /** What is to be sent to one node. */
  private final class Outboxes {

    private final Outbox pooled;
    private final Outbox atOnce;

    Outboxes(UUID node) {
      pooled = new Outbox(node, false);
      atOnce = new Outbox(node, true);
    }

    Outbox of(boolean sentAtOnce) {
      return sentAtOnce ? atOnce : pooled;
    }
  }

  /** What is to be sent to one node in one way. */
  private final class Outbox {

    private final UUID node;
    private final boolean atOnce;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean sending;

    Outbox(UUID node, boolean atOnce) {
      this.node = node;
      this.atOnce = atOnce;
    }

    synchronized boolean add(byte[] bytes) {
      return waiting.add(bytes);
    }

    boolean send(byte[] bytes) {
      add(bytes);
      return flush();
    }

    /** Sends until nothing is left, unless another thread is at it: that one goes on then. */
    boolean flush() {
      boolean reached = true;
      for (byte[] pack = begin(); pack != null; pack = next()) {
        reached = sendOrStop(pack);
      }
      return reached;
    }

    /** Nobody is left to be told. */
    void flushOrLog() {
      try {
        flush();
      } catch (RuntimeException e) {
        LOGGER.warn("A message to node {} could not be sent.", node, e);
      }
    }

    private boolean sendOrStop(byte[] pack) {
      try {
        return wire.send(node, pack, atOnce);
      } catch (RuntimeException | Error e) {
        stop();
        throw e;
      }
    }

    private synchronized byte[] begin() {
      return sending ? null : next();
    }

    private synchronized byte[] next() {
      sending = !waiting.isEmpty();
      return sending ? pack() : null;
    }

    private synchronized void stop() {
      sending = false;
    }

    private byte[] pack() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(waiting.peek().length + 64);
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        do {
          byte[] message = waiting.remove();
          out.writeInt(message.length);
          out.write(message);
        } while (!waiting.isEmpty() && out.size() < MAX_BYTES);
      } catch (IOException e) {
        throw new UncheckedIOException("Writing to memory failed", e);
      }
      return bytes.toByteArray();
    }
  }
}
