package org.muleignite.queue.rules;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.NodeMessenger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses new items while memory or disk of a node that would keep a copy of them are nearly full:
 * the engine itself notices only in the middle of a commit, when it is too late for a clear answer.
 *
 * <p>While a node has not plenty of room it tells the others how much is left, five times a second,
 * and up to fifty times when so little is left that it could be used up in between; each counts off
 * what it lets in itself. Otherwise nothing is sent. Before items are refused because of what
 * another node told, it is asked: there may be room again. What several owners let in at the same
 * moment is covered by the margin of each node. Thread-safe; blocks for nothing but the look at
 * this node's own disk.
 */
final class Rooms {

  /** The service under which nodes tell what is left. */
  static final String SERVICE = "queue-room";

  private static final byte FORMAT = 1;
  private static final int LENGTH = 1 + 2 * Long.BYTES;
  private static final byte[] NOTHING = {};
  private static final long PAUSE_MILLIS = 200;
  private static final long LEAST_PAUSE_MILLIS = 20;

  /** More than all others together put into one node. */
  private static final long BYTES_PER_MILLI = 1 << 18;

  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

  /** What another node told. */
  private static final class Left {

    final AtomicLong inMemory;
    final AtomicLong durable;

    Left(long inMemory, long durable) {
      this.inMemory = new AtomicLong(inMemory);
      this.durable = new AtomicLong(durable);
    }

    AtomicLong of(boolean persistent) {
      return persistent ? durable : inMemory;
    }
  }

  private final LocalNode node;
  private final RoomGauge gauge;
  private final NodeMessenger messenger;
  private final Map<UUID, Left> others = new ConcurrentHashMap<>();
  private boolean tight;

  Rooms(LocalNode node, RoomGauge gauge, NodeMessenger messenger) {
    this.node = node;
    this.gauge = gauge;
    this.messenger = messenger;
  }

  /** Listens to the others, and tells them, from now on until the timer stops. */
  void watch() {
    messenger.serve(SERVICE, this::handle);
    tellAfter(PAUSE_MILLIS);
  }

  private CompletableFuture<byte[]> handle(UUID sender, byte[] payload) {
    if (payload.length == 0) {
      return CompletableFuture.completedFuture(message(gauge.left(false), gauge.left(true)));
    }
    told(sender, payload);
    return CompletableFuture.completedFuture(NOTHING);
  }

  private static byte[] message(long inMemory, long durable) {
    return ByteBuffer.allocate(LENGTH).put(FORMAT).putLong(inMemory).putLong(durable).array();
  }

  private void told(UUID sender, byte[] payload) {
    if (payload.length != LENGTH || payload[0] != FORMAT) {
      throw new ClusterException(
          "A message about room of "
              + payload.length
              + " bytes cannot be read: run one version of mule-ignite on all nodes.");
    }
    ByteBuffer in = ByteBuffer.wrap(payload, 1, LENGTH - 1);
    others.put(sender, new Left(in.getLong(), in.getLong()));
    if (!node.membership().isMember(sender)) {
      others.remove(sender);
    }
  }

  void departed(UUID dead) {
    others.remove(dead);
  }

  /**
   * @param bytes of the items to come
   * @return completes exceptionally with a {@link ClusterException} when one of the nodes that keep
   *     the queue has no room for them; is complete already, unless one of them must be asked
   */
  CompletableFuture<Void> check(QueueRef queue, long bytes) {
    if (gauge.left(queue.isPersistent()) < Math.max(1, bytes)) {
      return refused(node.id(), queue);
    }
    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
    if (!others.isEmpty()) {
      for (UUID copy : node.store().copiesOf(queue)) {
        if (!countOff(copy, queue, bytes)) {
          all = CompletableFuture.allOf(all, ask(copy, queue, bytes));
        }
      }
    }
    return all;
  }

  /**
   * @return false when there is not enough, as far as is known
   */
  private boolean countOff(UUID copy, QueueRef queue, long bytes) {
    Left left = others.get(copy);
    if (left == null) {
      return true;
    }
    AtomicLong kind = left.of(queue.isPersistent());
    boolean enough = kind.get() >= Math.max(1, bytes);
    if (enough) {
      kind.addAndGet(-bytes);
    }
    return enough;
  }

  private CompletableFuture<Void> ask(UUID copy, QueueRef queue, long bytes) {
    return messenger
        .request(copy, SERVICE, NOTHING)
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                told(copy, answer);
              } else {
                // It is gone, or starts: what it told is no longer true.
                others.remove(copy);
              }
              return countOff(copy, queue, bytes)
                  ? CompletableFuture.<Void>completedFuture(null)
                  : refused(copy, queue);
            })
        .thenCompose(decision -> decision);
  }

  private static CompletableFuture<Void> refused(UUID full, QueueRef queue) {
    CompletableFuture<Void> refused = new CompletableFuture<>();
    refused.completeExceptionally(full(full, queue));
    return refused;
  }

  private static ClusterException full(UUID full, QueueRef queue) {
    return new ClusterException(
        String.format(
            queue.isPersistent()
                ? "The disk of node %s (its memory, where 'persistence' is false), which keeps a copy"
                    + " of the %s, is nearly full; nothing was changed: make room on it (or set a"
                    + " larger transientMemoryMb)."
                : "The memory for transient queues and stores of node %s, which keeps a copy of the"
                    + " %s, is nearly full; nothing was changed: set a larger transientMemoryMb,"
                    + " consume more, or make the queue persistent.",
            full,
            queue));
  }

  private void tellAfter(long millis) {
    try {
      node.timer()
          .schedule(
              () -> node.committers().execute(this::tellAgain), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("This node stops", e);
    }
  }

  private void tellAgain() {
    long pause = PAUSE_MILLIS;
    try {
      pause = tell();
    } catch (RuntimeException e) {
      LOG.debug("The others are told later how much room is left", e);
    } finally {
      tellAfter(pause);
    }
  }

  /**
   * Tells the others what is left here, unless there is plenty and they know.
   *
   * @return after how many milliseconds they are to be told again
   */
  synchronized long tell() {
    long inMemory = gauge.left(false);
    long durable = gauge.left(true);
    boolean wasTight = tight;
    tight = Math.min(inMemory, durable) != RoomGauge.PLENTY;
    if (tight || wasTight) {
      byte[] message = message(inMemory, durable);
      for (UUID member : node.membership().members()) {
        if (!member.equals(node.id())) {
          messenger.tell(member, SERVICE, message);
        }
      }
    }
    return Math.min(pause(inMemory), pause(durable));
  }

  private static long pause(long left) {
    // Where nothing is left nothing more comes in.
    return left <= 0
        ? PAUSE_MILLIS
        : Math.max(LEAST_PAUSE_MILLIS, Math.min(PAUSE_MILLIS, left / BYTES_PER_MILLI));
  }
}
