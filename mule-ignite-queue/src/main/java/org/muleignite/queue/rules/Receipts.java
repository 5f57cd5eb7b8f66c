package org.muleignite.queue.rules;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.muleignite.cluster.api.ClusterException;

/**
 * What the next owner must know about the last puts of this one: which of them other nodes may
 * still ask about because the owner died before it answered, and about where the last items went.
 * Kept in the header of the queue, written together with the items. Not thread-safe.
 */
final class Receipts {

  /** What one node may ask about: tickets from the lowest one that it still waits for. */
  private static final class OfNode {

    long lowest;
    final TreeSet<Long> tickets = new TreeSet<>();
  }

  private final Map<UUID, OfNode> nodes = new TreeMap<>();
  private Ends ends;

  Receipts() {
    this(new Ends(0));
  }

  /**
   * @param ends about where the last items went
   */
  Receipts(Ends ends) {
    this.ends = ends;
  }

  /**
   * @param lowest the lowest ticket whose answer the node still waits for
   */
  Receipts add(UUID node, long ticket, long lowest) {
    OfNode mine = new OfNode();
    mine.lowest = lowest;
    mine.tickets.add(ticket);
    nodes.put(node, mine);
    return this;
  }

  Ends ends() {
    return ends;
  }

  /** Adds what the other says and forgets what nobody asks about any more. */
  void merge(Receipts other) {
    ends = ends.merged(other.ends);
    other.nodes.forEach(
        (node, theirs) -> {
          OfNode mine = nodes.computeIfAbsent(node, n -> new OfNode());
          mine.lowest = Math.max(mine.lowest, theirs.lowest);
          mine.tickets.addAll(theirs.tickets);
          mine.tickets.headSet(mine.lowest).clear();
        });
  }

  boolean contains(UUID node, long ticket) {
    OfNode receipts = nodes.get(node);
    return receipts != null && receipts.tickets.contains(ticket);
  }

  byte[] encode() {
    int longs = nodes.values().stream().mapToInt(node -> 3 + node.tickets.size()).sum();
    ByteBuffer out =
        ByteBuffer.allocate(Ends.BYTES + (nodes.size() + 1) * Integer.BYTES + longs * Long.BYTES);
    ends.write(out);
    out.putInt(nodes.size());
    nodes.forEach(
        (node, receipts) -> {
          out.putLong(node.getMostSignificantBits()).putLong(node.getLeastSignificantBits());
          out.putLong(receipts.lowest).putInt(receipts.tickets.size());
          receipts.tickets.forEach(out::putLong);
        });
    return out.array();
  }

  static Receipts decode(ByteBuffer in) {
    try {
      Receipts receipts = new Receipts(Ends.read(in));
      for (int left = in.getInt(); left > 0; left--) {
        UUID node = new UUID(in.getLong(), in.getLong());
        OfNode mine = new OfNode();
        mine.lowest = in.getLong();
        for (int tickets = in.getInt(); tickets > 0; tickets--) {
          mine.tickets.add(in.getLong());
        }
        receipts.nodes.put(node, mine);
      }
      return receipts;
    } catch (BufferUnderflowException e) {
      throw new ClusterException("A queue header is corrupt.", e);
    }
  }
}
