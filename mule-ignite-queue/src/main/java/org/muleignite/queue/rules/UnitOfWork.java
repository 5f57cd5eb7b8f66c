package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One transaction over any number of queues: items taken are claimed at once, items put are kept
 * here until the commit, which is one all-or-nothing change.
 *
 * <p>If this node dies before the commit, its claims go back to the head of their queues and its
 * puts are lost with it; if it dies during the commit, everything or nothing of it happens.
 *
 * <p>Each method is atomic; the end of the transaction must exclude the other calls, which the
 * session sees to. The ends block until the cluster decided and do not react to interruption.
 */
public final class UnitOfWork {

  private static final class Part {

    final QueueSpec spec;
    final LongList claims = new LongList();
    final List<byte[]> tail = new ArrayList<>();
    final List<byte[]> head = new ArrayList<>();
    LongList rooms = new LongList();

    Part(QueueSpec spec) {
      this.spec = spec;
    }

    /** How many items it removes and puts. */
    int items() {
      return claims.size() / 2 + tail.size() + head.size();
    }
  }

  private final Desk desk;
  private final Map<QueueRef, Part> parts = new LinkedHashMap<>();
  private PreparedBranch prepared;

  UnitOfWork(Desk desk) {
    this.desk = desk;
  }

  /**
   * Keeps an item for the end of the queue. In a bounded queue its room is reserved in the whole
   * cluster until the transaction ends.
   *
   * @param timeoutMillis how long to wait for room
   * @return false when there was no room in time
   * @throws IllegalStateException when this transaction alone would overfill the queue: waiting
   *     could never help
   */
  public boolean offer(QueueSpec spec, byte[] item, long timeoutMillis)
      throws InterruptedException {
    long ticket = 0;
    if (spec.isBounded()) {
      if (added(spec.ref()) >= spec.capacity()) {
        throw new IllegalStateException(
            String.format(
                "One transaction cannot put more items into the %s than its capacity of %d.",
                spec.ref(), spec.capacity()));
      }
      QueueReply reply = askForRoom(spec, timeoutMillis);
      if (!reply.isOk()) {
        return false;
      }
      ticket = reply.holdings.rooms[0];
    }
    synchronized (this) {
      Part part = part(spec);
      part.tail.add(item);
      if (spec.isBounded()) {
        part.rooms.add(ticket);
      }
    }
    return true;
  }

  private QueueReply askForRoom(QueueSpec spec, long timeoutMillis) throws InterruptedException {
    QueueRequest room = new QueueRequest(QueueRequest.Op.ROOM, spec, 0, timeoutMillis);
    return desk.grants().ask(room, Deadline.after(timeoutMillis));
  }

  /** Keeps an item for the head of the queue; takes no room. */
  public synchronized void untake(QueueSpec spec, byte[] item) {
    part(spec).head.add(item);
  }

  /** The item is to be removed by the commit. */
  public synchronized void take(QueueSpec spec, Claim claim) {
    part(spec).claims.add(claim.position()).add(claim.ticket());
  }

  /** Claims all items of the queue and forgets those that this transaction put into it. */
  public void clear(QueueSpec spec) throws InterruptedException {
    QueueRequest drain = QueueRequest.of(QueueRequest.Op.DRAIN, spec);
    QueueReply drained = desk.grants().ask(drain, Deadline.after(0));
    Holdings rooms;
    synchronized (this) {
      Part part = part(spec);
      for (long value : drained.holdings.claims) {
        part.claims.add(value);
      }
      part.tail.clear();
      part.head.clear();
      rooms = Holdings.ofRooms(part.rooms.toArray());
      part.rooms = new LongList();
    }
    if (!rooms.isEmpty()) {
      desk.settle(spec, Settlement.released(desk.node().id(), rooms));
    }
  }

  /** How many items this transaction has put into the queue so far. */
  public synchronized int added(QueueRef queue) {
    Part part = parts.get(queue);
    return part == null ? 0 : part.tail.size() + part.head.size();
  }

  /**
   * Makes everything happen. When it throws, nothing happened and what was taken is back at the
   * head of its queue, unless the message says that the outcome is unknown.
   *
   * @throws org.muleignite.cluster.api.ClusterException with the reason
   */
  public synchronized void commit() {
    if (prepared != null) {
      prepared.commit();
      return;
    }
    if (parts.size() == 1 && parts.values().iterator().next().items() < 2) {
      commit(parts.values().iterator().next());
      return;
    }
    Branch branch = assigned();
    if (!branch.isEmpty()) {
      new PreparedBranch(desk, null, branch).commit();
    }
  }

  private void commit(Part part) {
    parts.clear();
    List<byte[]> items = new ArrayList<>(part.tail);
    items.addAll(part.head);
    Load load = Load.of(part.claims.toArray(), items.toArray(new byte[0][]));
    if (load.claims.length + load.items.length > 0) {
      desk.commit(part.spec, load, part.tail.size(), part.rooms.toArray());
    }
  }

  /** Gives everything taken back and forgets everything put. */
  public synchronized void rollback() {
    if (prepared != null) {
      prepared.rollback();
      return;
    }
    for (Part part : parts.values()) {
      Holdings holdings = new Holdings(part.claims.toArray(), new long[0], part.rooms.toArray());
      if (!holdings.isEmpty()) {
        desk.settle(part.spec, Settlement.released(desk.node().id(), holdings));
      }
    }
    parts.clear();
  }

  /**
   * Records the branch durably: from now on only a decision ends it, whatever node dies.
   *
   * @return false when there is nothing to decide
   */
  public synchronized boolean prepare(EntryKey key) {
    Branch branch = assigned();
    if (branch.isEmpty()) {
      return false;
    }
    prepared = new PreparedBranch(desk, key, branch);
    prepared.record();
    return true;
  }

  /** The puts get their positions now, so that they are in the order of the commits. */
  private Branch assigned() {
    Branch branch = new Branch(desk.node().id());
    try {
      while (!parts.isEmpty()) {
        Part part = parts.values().iterator().next();
        Branch.Part assigned = assign(part);
        parts.remove(part.spec.ref());
        if (assigned.claims().length + assigned.positions().length > 0) {
          branch.add(assigned);
        }
      }
    } catch (RuntimeException e) {
      rollback();
      new PreparedBranch(desk, null, branch).release();
      throw e;
    }
    return branch;
  }

  private Branch.Part assign(Part part) {
    List<byte[]> items = new ArrayList<>(part.tail);
    items.addAll(part.head);
    long[] positions = new long[0];
    if (!items.isEmpty()) {
      positions = desk.assign(part.spec, part.tail.size(), part.head.size(), part.rooms.toArray());
    }
    return new Branch.Part(
        part.spec, part.claims.toArray(), positions, items.toArray(new byte[0][]));
  }

  private Part part(QueueSpec spec) {
    return parts.computeIfAbsent(spec.ref(), ref -> new Part(spec));
  }
}
