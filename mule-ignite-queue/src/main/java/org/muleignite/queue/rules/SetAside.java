package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items of all queues of the cluster that no application could read, for an operator to look
 * at, to give back to their queue, or to remove.
 *
 * <p>They are kept in two queues of the cluster's own, one in memory for those of queues in memory
 * and one on disk for those of persistent queues, and moved by transactions over both queues: an
 * item is in its queue or here, never in both and never lost, whatever node dies. What several
 * operators do at the same time happens once.
 *
 * <p>Thread-safe; blocks for the network. Does the same on every node. Errors are {@link
 * ClusterException}s; nothing was changed then, unless the message says that the outcome is
 * unknown.
 */
public final class SetAside {

  /** No application has such a name in front of its queues. */
  private static final String QUEUE = "#set-aside";

  private static final List<QueueSpec> QUEUES =
      Collections.unmodifiableList(Arrays.asList(queueOf(true), queueOf(false)));

  /** More than what records of items hold besides the items. */
  private static final int OVERHEAD_BYTES = 1 << 16;

  private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

  private final Desk desk;
  private final Router router;
  private final ClusterClock clock;

  SetAside(Desk desk, Router router, ClusterClock clock) {
    this.desk = desk;
    this.router = router;
    this.clock = clock;
  }

  private static QueueSpec queueOf(boolean persistent) {
    return new QueueSpec(new QueueRef(QUEUE, persistent), 0);
  }

  /** Whether it is the queue of what is set aside. */
  static boolean isKeptIn(QueueRef queue) {
    return isName(queue.id());
  }

  /** Whether it is the id of the queues of what is set aside. */
  public static boolean isName(String queueId) {
    return queueId.equals(QUEUE);
  }

  /** How much longer than its items an entry may be and still fit into the log. */
  static int overhead(EntryKey key) {
    boolean record = key.area() == Area.BRANCHES || isName(key.affinity());
    return record ? OVERHEAD_BYTES : 0;
  }

  /**
   * Moves a claimed item out of the way of the others.
   *
   * @return false when it is gone already
   */
  boolean add(QueueSpec spec, Claim claim, String cause) {
    byte[] kept = SetAsideItem.encode(spec.ref(), claim, clock.currentTimeMillis(), cause);
    UnitOfWork move = new UnitOfWork(desk);
    move.take(spec, claim);
    move.untake(queueOf(spec.ref().isPersistent()), kept);
    try {
      move.commit();
      return true;
    } catch (ChangeConflictException gone) {
      LOG.debug("{}: {}", spec.ref(), gone.getMessage());
      return false;
    }
  }

  /** How many there are; those that somebody gives back or removes at the moment do not count. */
  public long count() {
    long count = 0;
    for (QueueSpec queue : QUEUES) {
      if (exists(queue)) {
        count += ask(QueueRequest.of(QueueRequest.Op.SIZE, queue))[0];
      }
    }
    return count;
  }

  /**
   * The items, those of persistent queues first, of each kind those first that were set aside last.
   * Reads each of them.
   *
   * @param limit how many at most
   */
  public List<SetAsideItem> list(int limit) {
    List<SetAsideItem> items = new ArrayList<>();
    for (QueueSpec queue : QUEUES) {
      if (items.size() < limit && exists(queue)) {
        for (long position : ask(QueueRequest.list(queue, limit - items.size()))) {
          byte[] kept = desk.committer().glance(queue.ref().item(position));
          if (kept != null) {
            items.add(SetAsideItem.decode(idOf(queue, position), kept));
          }
        }
      }
    }
    return items;
  }

  /**
   * The bytes of an item as they were in its queue: four bytes of envelope, then what the
   * application's serializer wrote.
   *
   * @return null when there is no such item
   */
  public byte[] content(String id) {
    byte[] kept = desk.committer().read(queueOf(id).ref().item(positionOf(id)));
    return kept == null ? null : SetAsideItem.content(id, kept);
  }

  /**
   * Puts an item back before the head of its queue, whatever the capacity, for another try.
   *
   * @return false when there is no such item, or somebody else is dealing with it
   */
  public boolean giveBack(String id) throws InterruptedException {
    QueueSpec from = queueOf(id);
    Claim claim = claim(from, id);
    if (claim == null) {
      return false;
    }
    SetAsideItem item = decode(from, claim, id);
    UnitOfWork move = new UnitOfWork(desk);
    move.take(from, claim);
    move.untake(new QueueSpec(item.queueRef(), 0), SetAsideItem.content(id, claim.item()));
    return commit(move, "given back to its queue", item);
  }

  /**
   * Removes an item for good.
   *
   * @return false when there is no such item, or somebody else is dealing with it
   */
  public boolean remove(String id) throws InterruptedException {
    QueueSpec from = queueOf(id);
    Claim claim = claim(from, id);
    if (claim == null) {
      return false;
    }
    SetAsideItem item = decode(from, claim, id);
    UnitOfWork removal = new UnitOfWork(desk);
    removal.take(from, claim);
    return commit(removal, "removed", item);
  }

  private static boolean commit(UnitOfWork work, String done, SetAsideItem item) {
    try {
      work.commit();
    } catch (ChangeConflictException gone) {
      LOG.debug("Set aside item {}: {}", item.id(), gone.getMessage());
      return false;
    }
    LOG.info("An item that had been set aside was {}: {}", done, item);
    return true;
  }

  /**
   * @return null when there is no such item, or somebody else holds it
   */
  private Claim claim(QueueSpec queue, String id) throws InterruptedException {
    long position = positionOf(id);
    if (!exists(queue)) {
      return null;
    }
    QueueReply reply = desk.grants().ask(QueueRequest.pick(queue, position), Deadline.after(0));
    if (!reply.isOk()) {
      return null;
    }
    byte[] kept = null;
    try {
      kept = desk.committer().read(queue.ref().item(position));
    } finally {
      if (kept == null) {
        release(queue, reply.holdings);
      }
    }
    return kept == null ? null : new Claim(position, reply.holdings.claims[1], kept);
  }

  private SetAsideItem decode(QueueSpec queue, Claim claim, String id) {
    try {
      return SetAsideItem.decode(id, claim.item());
    } catch (ClusterException e) {
      release(queue, Holdings.ofClaims(claim.position(), claim.ticket()));
      throw e;
    }
  }

  private void release(QueueSpec queue, Holdings claims) {
    desk.settle(queue, Settlement.released(desk.node().id(), claims));
  }

  /** Asked first, so that nothing is made where nothing was ever set aside. */
  private boolean exists(QueueSpec queue) {
    desk.node().membership().checkMember();
    return desk.committer().read(queue.ref().header()) != null;
  }

  private long[] ask(QueueRequest question) {
    return router.askUninterruptibly(question).positions;
  }

  private static String idOf(QueueSpec queue, long position) {
    return (queue.ref().isPersistent() ? "p" : "t") + Long.toHexString(position);
  }

  private static QueueSpec queueOf(String id) {
    positionOf(id);
    return queueOf(id.charAt(0) == 'p');
  }

  /**
   * @throws IllegalArgumentException when it is no id of a set aside item
   */
  private static long positionOf(String id) {
    try {
      if (id.startsWith("p") || id.startsWith("t")) {
        return Long.parseLong(id.substring(1), 16);
      }
    } catch (NumberFormatException e) {
      throw noId(id, e);
    }
    throw noId(id, null);
  }

  private static IllegalArgumentException noId(String id, Exception cause) {
    return new IllegalArgumentException(
        "'" + id + "' is not the id of a set aside item: take it from the list.", cause);
  }
}
