package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterThreads;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.MembershipChange;
import org.muleignite.cluster.api.NodeMessenger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of the cluster as seen from one node; all operations outside of transactions.
 *
 * <ul>
 *   <li>An acknowledged put is on the primary copy and every backup and visible to every node.
 *   <li>A removed item was in the cache until the removal was on every copy; it is handed out to
 *       nobody else. A claimed item is handed out to nobody else while this node lives.
 *   <li>If this node dies, its claims go back to the head of their queues, in order.
 *   <li>Each queue is first in, first out, by the order in which its owner admitted the items.
 * </ul>
 *
 * <p>Thread-safe. Operations block for the network; those with a timeout also for an item or room.
 * Interruption ends a wait with nothing held and nothing changed.
 */
public final class QueueEngine {

  private static final int WORKERS = 4;
  private static final int COMMITTERS = 16;
  private static final int DRAIN_CHUNK = 256;

  /** Longer than a change takes that times out. */
  private static final long STOP_MILLIS = 15_000;

  private static final long[] NOTHING = {};
  private static final Logger LOG = LoggerFactory.getLogger(QueueEngine.class);

  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final ExecutorService committers;
  private final LocalNode node;
  private final QueueOwners owners;
  private final Router router;
  private final Grants grants;
  private final Committer committer;
  private final Desk desk;
  private final SetAside setAside;
  private final TemporaryQueues temporary;
  private final QueueDepths depths;

  /** Serves other nodes from now on. */
  public QueueEngine(
      ItemStore store,
      RoomGauge gauge,
      Membership membership,
      NodeMessenger messenger,
      ClusterClock clock) {
    timer = ClusterThreads.single("queue-timer");
    workers = pool("queue-worker", WORKERS);
    committers = pool("queue-commit", COMMITTERS);
    node = new LocalNode(store, membership, timer, workers, committers);
    committer = new Committer(node);
    Held held = new Held();
    Rooms rooms = new Rooms(node, gauge, messenger);
    Redo redo = new Redo(node, committer);
    IndexBuilder builder = new IndexBuilder(node, held, committer, redo, clock);
    owners = new QueueOwners(node, held, builder, redo, rooms);
    router = new Router(node, messenger, owners);
    grants = new Grants(node, router, held);
    desk = new Desk(node, router, grants, held, redo);
    setAside = new SetAside(desk, router, clock);
    temporary = new TemporaryQueues(node, router, owners);
    depths = new QueueDepths(node, messenger, owners);
    owners.connect(router::send, new Coordinator(node, desk, held));
    membership.onChange(change -> changed(change, held, rooms));
    serve(messenger, rooms);
  }

  private void serve(NodeMessenger messenger, Rooms rooms) {
    messenger.serveAtOnce(
        Router.SERVICE, (sender, payload) -> router.answer(sender, Wire.request(payload)));
    rooms.watch();
    temporary.watch();
    depths.serve();
  }

  private void changed(MembershipChange change, Held held, Rooms rooms) {
    owners.membersChanged(change);
    if (change.isDeparture()) {
      held.producerGone(change.node());
      rooms.departed(change.node());
      temporary.departed(change.node());
    }
    router.topologyChanged();
  }

  private static ExecutorService pool(String purpose, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            ClusterThreads.factory(purpose));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * How the queue is configured in the cluster.
   *
   * @return null when nobody uses it yet
   */
  public QueueHeader lookup(String queueId) {
    node.membership().checkMember();
    QueueRef queue = new QueueRef(queueId, true);
    byte[] header = committer.glance(queue.header());
    if (header == null && !queue.isTemporary()) {
      header = committer.glance(queue.otherKind().header());
    }
    return header == null ? null : QueueHeader.decode(header);
  }

  /**
   * Puts an item at the end.
   *
   * @param timeoutMillis how long to wait for room; 0 does not wait
   * @return false when there was no room in time
   */
  public boolean offer(QueueSpec spec, byte[] item, long timeoutMillis)
      throws InterruptedException {
    Deadline deadline = Deadline.after(timeoutMillis);
    while (true) {
      QueueReply reply = desk.put(spec, item, deadline);
      if (!reply.isPaired()) {
        return reply.isOk();
      }
      if (grants.transfer(spec, reply.partner(), item)) {
        return true;
      }
    }
  }

  /** Puts an item before the head; takes no room. */
  public void untake(QueueSpec spec, byte[] item) {
    desk.commit(spec, Load.of(new long[0], new byte[][] {item}), 0, NOTHING);
  }

  /**
   * Claims the item at the head.
   *
   * @param timeoutMillis how long to wait for one; 0 does not wait
   * @return null when there was none in time
   */
  public Claim claim(QueueSpec spec, long timeoutMillis) throws InterruptedException {
    return claim(new QueueRequest(QueueRequest.Op.POLL, spec, 0, timeoutMillis));
  }

  /**
   * The same for an item that is to be removed at once: it may come straight from its producer,
   * whose put returns once it arrived here.
   *
   * @param timeoutMillis how long to wait for one; 0 does not wait
   * @return null when there was none in time
   */
  public Claim claimToRemove(QueueSpec spec, long timeoutMillis) throws InterruptedException {
    return claim(new QueueRequest(QueueRequest.Op.TAKE, spec, 0, timeoutMillis));
  }

  private Claim claim(QueueRequest poll) throws InterruptedException {
    QueueReply reply = grants.ask(poll, Deadline.after(poll.timeoutMillis));
    if (!reply.isOk()) {
      return null;
    }
    return reply.positions.length == 0
        ? Claim.transferred(reply.item)
        : new Claim(reply.positions[0], reply.holdings.claims[1], reply.item);
  }

  /**
   * Removes a claimed item for good.
   *
   * @return false when it is gone already: then it must not be delivered
   */
  public boolean remove(QueueSpec spec, Claim claim) {
    if (claim.isTransferred()) {
      return true;
    }
    try {
      desk.commit(
          spec, Load.of(new long[] {claim.position(), claim.ticket()}, new byte[0][]), 0, NOTHING);
      return true;
    } catch (ChangeConflictException gone) {
      LOG.debug("{}: {}", spec.ref(), gone.getMessage());
      return false;
    }
  }

  /**
   * Moves a claimed item out of the way of the others, to {@link #setAside()}.
   *
   * @param cause why it cannot be delivered
   * @return false when it is gone already, or at the head again
   */
  public boolean setAside(QueueSpec spec, Claim claim, String cause) {
    if (claim.isTransferred()) {
      // It has no place yet: from the head it is set aside next time, or another node can read it.
      untake(spec, claim.item());
      return false;
    }
    return setAside.add(spec, claim, cause);
  }

  /** What could not be delivered, in the whole cluster. */
  public SetAside setAside() {
    return setAside;
  }

  /** What the queues of the whole cluster hold. */
  public QueueDepths depths() {
    return depths;
  }

  /** Gives a claimed item back to its old place, one from its producer to the head. */
  public void release(QueueSpec spec, Claim claim) {
    if (claim.isTransferred()) {
      untake(spec, claim.item());
      return;
    }
    Holdings claims = Holdings.ofClaims(claim.position(), claim.ticket());
    desk.settle(spec, Settlement.released(node.id(), claims));
  }

  /**
   * @return the item at the head, or null
   */
  public byte[] peek(QueueSpec spec) throws InterruptedException {
    return router.ask(QueueRequest.of(QueueRequest.Op.PEEK, spec)).item;
  }

  /** The number of items that may be taken: claimed ones do not count. */
  public int size(QueueSpec spec) {
    return (int)
        router.askUninterruptibly(QueueRequest.of(QueueRequest.Op.SIZE, spec)).positions[0];
  }

  /** Discards all items that may be taken. */
  public void clear(QueueSpec spec) throws InterruptedException {
    QueueRequest drain = QueueRequest.of(QueueRequest.Op.DRAIN, spec);
    long[] claims = grants.ask(drain, Deadline.after(0)).holdings.claims;
    int done = 0;
    try {
      while (done < claims.length) {
        Change change = new Change();
        int end = Math.min(claims.length, done + 2 * DRAIN_CHUNK);
        for (int i = done; i < end; i += 2) {
          change.drop(spec.ref().item(claims[i]));
        }
        committer.commit(change);
        done = end;
      }
    } finally {
      long[] removed = Arrays.copyOf(claims, done);
      long[] left = Arrays.copyOfRange(claims, done, claims.length);
      desk.settle(spec, new Settlement(node.id(), removed, new long[0], Holdings.ofClaims(left)));
    }
  }

  /** Discards all items that may be taken, and the configuration of the queue. */
  public void dispose(QueueSpec spec) throws InterruptedException {
    router.ask(QueueRequest.of(QueueRequest.Op.DISPOSE, spec));
  }

  public UnitOfWork begin() {
    node.membership().checkMember();
    return new UnitOfWork(desk);
  }

  /** The names of the prepared branches that this node, or a node that is gone, left undecided. */
  public List<String> undecided() {
    List<String> names = new ArrayList<>();
    for (Map.Entry<EntryKey, byte[]> entry : committer.records().entrySet()) {
      Branch branch = Wire.branch(entry.getValue());
      UUID preparer = branch.node();
      if (branch.isDecided()) {
        continue;
      }
      if (preparer.equals(node.id()) || !node.membership().isMember(preparer)) {
        names.add(entry.getKey().name());
      }
    }
    return names;
  }

  /**
   * Takes over the branch of a node that is gone.
   *
   * @return null when there is no such branch
   * @throws ClusterException when its node is alive and has to decide it
   */
  public PreparedBranch recover(EntryKey key) {
    byte[] bytes = committer.read(key);
    if (bytes == null) {
      return null;
    }
    Branch branch = Wire.branch(bytes);
    boolean foreign = !branch.node().equals(node.id());
    if (foreign && node.membership().isMember(branch.node())) {
      throw new ClusterException(
          "Branch "
              + key.name()
              + " belongs to node "
              + branch.node()
              + ", which is alive or was until now, and has to decide it.");
    }
    return new PreparedBranch(desk, key, branch);
  }

  TemporaryQueues temporary() {
    return temporary;
  }

  /** How many polls and offers are parked at this node. */
  int waiting() {
    return depths.waiting();
  }

  /** Runs a task once on a thread that may block. */
  public Future<?> after(long millis, Runnable task) {
    return timer.schedule(() -> workers.execute(task), millis, TimeUnit.MILLISECONDS);
  }

  /** Stops serving; who waits is sent away, changes under way are done. Idempotent. */
  public void close() {
    owners.close();
    timer.shutdownNow();
    workers.shutdownNow();
    committers.shutdown();
    awaitEnd(Deadline.after(STOP_MILLIS));
  }

  /**
   * A change that is on its way when the engine stops might never end, and nor would the engine.
   */
  private void awaitEnd(Deadline deadline) {
    try {
      boolean ended = committer.awaitEnd(deadline);
      for (ExecutorService pool : Arrays.asList(workers, committers)) {
        ended &= pool.awaitTermination(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
      }
      if (!ended) {
        LOG.warn("A change of the queues is still on its way; this node stops nevertheless.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
