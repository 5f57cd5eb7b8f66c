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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what goes to one node at the same time into one message: under load a message costs more
 * than what is in it. Nothing waits for company: what comes first leaves at once, and what comes
 * meanwhile leaves together after it; so do the answers to what came together. Thread-safe.
 */
final class PackingTransport implements Transport {

  private static final Logger LOGGER = LoggerFactory.getLogger(PackingTransport.class);
  private static final int MAX_BYTES = 1 << 20;

  private final Transport wire;
  private final Map<UUID, Outbox> outboxes = new ConcurrentHashMap<>();

  /** Set while this thread handles a pack: what it sends to that node leaves when it is through. */
  private final ThreadLocal<UUID> answered = new ThreadLocal<>();

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
  public boolean send(UUID node, byte[] bytes) {
    Outbox outbox = outboxes.computeIfAbsent(node, Outbox::new);
    return node.equals(answered.get()) ? outbox.add(bytes) : outbox.send(bytes);
  }

  /** Forgets a node that left. */
  void left(UUID node) {
    outboxes.remove(node);
  }

  @Override
  public void receive(BiConsumer<UUID, byte[]> receiver) {
    wire.receive((sender, pack) -> unpack(sender, pack, receiver));
  }

  private void unpack(UUID sender, byte[] pack, BiConsumer<UUID, byte[]> receiver) {
    answered.set(sender);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(pack))) {
      while (in.available() > 0) {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        accept(sender, bytes, receiver);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A message of node " + sender + " is cut off.", e);
    } finally {
      answered.remove();
      Outbox outbox = outboxes.get(sender);
      if (outbox != null) {
        outbox.flush();
      }
    }
  }

  /** What is wrong with one must not keep the others from arriving. */
  private static void accept(UUID sender, byte[] bytes, BiConsumer<UUID, byte[]> receiver) {
    try {
      receiver.accept(sender, bytes);
    } catch (RuntimeException e) {
      LOGGER.error("A message of node {} could not be handled.", sender, e);
    }
  }

  /** What is to be sent to one node. */
  private final class Outbox {

    private final UUID node;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean sending;

    Outbox(UUID node) {
      this.node = node;
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

    private boolean sendOrStop(byte[] pack) {
      try {
        return wire.send(node, pack);
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
