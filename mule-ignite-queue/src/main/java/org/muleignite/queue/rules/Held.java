package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * What this node holds of all queues: its claims, reservations and rooms, and its questions that
 * are still open. A new owner asks for it before it hands out anything.
 *
 * <p>An answer of an earlier owner that arrives after this node reported is not accepted: the new
 * owner does not know of it. Thread-safe; never blocks.
 */
final class Held {

  /** A question whose answer will be held here. */
  static final class Pending {

    final QueueRequest request;
    final UUID asked;

    /** The producer that was told to bring the item, or null; guarded by the books. */
    private UUID producer;

    final CompletableFuture<QueueReply> answer = new CompletableFuture<>();

    private Pending(QueueRequest request, UUID asked) {
      this.request = request;
      this.asked = asked;
    }
  }

  private static final class OfQueue {

    final Map<Long, Long> claims = new HashMap<>();
    final Set<Long> reservations = new HashSet<>();
    final Set<Long> rooms = new HashSet<>();
    final Set<Pending> pending = new HashSet<>();

    /** Positions of claims and reservations of which an owner learned when it newly came. */
    final Map<Long, UUID> reported = new HashMap<>();

    boolean isEmpty() {
      return claims.isEmpty() && reservations.isEmpty() && rooms.isEmpty() && pending.isEmpty();
    }
  }

  private final Map<QueueRef, OfQueue> queues = new HashMap<>();

  synchronized Pending open(QueueRequest request, UUID asked) {
    Pending pending = new Pending(request, asked);
    of(request.queue()).pending.add(pending);
    return pending;
  }

  /**
   * Takes what an answer grants into the books and completes the question.
   *
   * @return false when nobody waits any more: what the answer grants must be given back
   */
  synchronized boolean accept(Pending pending, QueueReply reply) {
    OfQueue held = queues.get(pending.request.queue());
    if (held == null || !held.pending.remove(pending)) {
      return false;
    }
    if (reply.isOk()) {
      enter(held, pending.request, reply);
    }
    tidy(pending.request.queue(), held);
    // Inside the lock: who finds the question closed must also find the answer.
    pending.answer.complete(reply);
    return true;
  }

  /** The item comes from that producer. */
  synchronized void expect(Pending pending, UUID producer) {
    pending.producer = producer;
  }

  /** Who expects an item of the dead node asks again. */
  synchronized void producerGone(UUID dead) {
    for (Map.Entry<QueueRef, OfQueue> entry : new ArrayList<>(queues.entrySet())) {
      List<Pending> deserted = new ArrayList<>(entry.getValue().pending);
      deserted.removeIf(pending -> !dead.equals(pending.producer));
      endAll(entry.getKey(), deserted);
    }
  }

  private void endAll(QueueRef queue, List<Pending> open) {
    OfQueue held = queues.get(queue);
    held.pending.removeAll(open);
    open.forEach(pending -> pending.answer.complete(QueueReply.MOVED));
    tidy(queue, held);
  }

  /**
   * Hands an item from its producer to the question that waits for it.
   *
   * @return false when nobody waits any more
   */
  synchronized boolean transfer(QueueRequest transfer) {
    OfQueue held = queues.get(transfer.queue());
    if (held == null) {
      return false;
    }
    for (Pending pending : held.pending) {
      if (pending.request.ticket == transfer.ticket) {
        held.pending.remove(pending);
        tidy(transfer.queue(), held);
        byte[][] items = transfer.load.items;
        pending.answer.complete(items.length == 0 ? QueueReply.MOVED : QueueReply.of(items[0]));
        return true;
      }
    }
    return false;
  }

  /**
   * The asker no longer waits.
   *
   * @return false when the answer was accepted before
   */
  synchronized boolean close(Pending pending) {
    OfQueue held = queues.get(pending.request.queue());
    boolean closed = held != null && held.pending.remove(pending);
    if (closed) {
      tidy(pending.request.queue(), held);
    }
    return closed;
  }

  /** For a new owner: everything held; questions to others are to be asked again. */
  synchronized Holdings report(QueueRef queue, UUID newOwner) {
    OfQueue held = queues.get(queue);
    if (held == null) {
      return Holdings.NONE;
    }
    Holdings holdings = holdings(held);
    held.claims.keySet().forEach(position -> held.reported.put(position, newOwner));
    held.reservations.forEach(position -> held.reported.put(position, newOwner));
    List<Pending> open = new ArrayList<>(held.pending);
    open.removeIf(pending -> pending.asked.equals(newOwner));
    endAll(queue, open);
    return holdings;
  }

  /** What is held now; disturbs nobody. */
  synchronized Holdings present(QueueRef queue) {
    OfQueue held = queues.get(queue);
    return held == null ? Holdings.NONE : holdings(held);
  }

  private static Holdings holdings(OfQueue held) {
    return new Holdings(pairs(held.claims), longs(held.reservations), longs(held.rooms));
  }

  /** This node fills these positions for somebody else. */
  synchronized void reserve(QueueRef queue, long[] positions) {
    OfQueue held = of(queue);
    for (long position : positions) {
      held.reservations.add(position);
    }
    tidy(queue, held);
  }

  /**
   * Strikes out what is settled.
   *
   * @return the owners that learned of it while it was held
   */
  synchronized Set<UUID> drop(QueueRef queue, Settlement settlement) {
    Set<UUID> informed = new HashSet<>();
    OfQueue held = queues.get(queue);
    if (held != null) {
      dropClaims(held, settlement.removed, informed);
      dropClaims(held, settlement.released.claims, informed);
      dropReservations(held, settlement.published, informed);
      dropReservations(held, settlement.released.reservations, informed);
      for (long ticket : settlement.released.rooms) {
        held.rooms.remove(ticket);
      }
      tidy(queue, held);
    }
    informed.remove(null);
    return informed;
  }

  private static void dropReservations(OfQueue held, long[] positions, Set<UUID> informed) {
    for (long position : positions) {
      if (held.reservations.remove(position)) {
        informed.add(held.reported.remove(position));
      }
    }
  }

  private static void dropClaims(OfQueue held, long[] claims, Set<UUID> informed) {
    for (int i = 0; i < claims.length; i += 2) {
      if (held.claims.remove(claims[i], claims[i + 1])) {
        informed.add(held.reported.remove(claims[i]));
      }
    }
  }

  /** What the answer to a question grants to the asker. */
  static Holdings granted(QueueRequest request, QueueReply reply) {
    if (!reply.isOk()) {
      return Holdings.NONE;
    }
    switch (request.op) {
      case POLL:
      case TAKE:
      case DRAIN:
      case PICK:
        long[] claims = new long[reply.positions.length * 2];
        for (int i = 0; i < reply.positions.length; i++) {
          claims[2 * i] = reply.positions[i];
          claims[2 * i + 1] = request.ticket;
        }
        return Holdings.ofClaims(claims);
      case ROOM:
        return Holdings.ofRooms(request.ticket);
      default:
        return Holdings.ofReservations(reply.positions);
    }
  }

  private static void enter(OfQueue held, QueueRequest request, QueueReply reply) {
    Holdings granted = granted(request, reply);
    for (int i = 0; i < granted.claims.length; i += 2) {
      held.claims.put(granted.claims[i], granted.claims[i + 1]);
    }
    for (long position : granted.reservations) {
      held.reservations.add(position);
    }
    for (long ticket : granted.rooms) {
      held.rooms.add(ticket);
    }
    for (long ticket : request.settlement.released.rooms) {
      held.rooms.remove(ticket);
    }
  }

  private OfQueue of(QueueRef queue) {
    return queues.computeIfAbsent(queue, q -> new OfQueue());
  }

  private void tidy(QueueRef queue, OfQueue held) {
    if (held.isEmpty()) {
      queues.remove(queue);
    }
  }

  private static long[] pairs(Map<Long, Long> claims) {
    long[] pairs = new long[claims.size() * 2];
    int i = 0;
    for (Map.Entry<Long, Long> claim : claims.entrySet()) {
      pairs[i++] = claim.getKey();
      pairs[i++] = claim.getValue();
    }
    return pairs;
  }

  private static long[] longs(Set<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
