package org.muleignite.queue.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.muleignite.cluster.api.ClusterClock;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the index of a queue that this node newly owns, from three sources in this order: the
 * header entry, reading which also waits until the present topology is settled; what every live
 * node holds; the items in the local copy, once what dead nodes had decided about them is done.
 *
 * <p>Nothing is handed out before every node that left has been fenced, so what a paused node still
 * believes to hold cannot be given to somebody else too early. Thread-safe.
 */
final class IndexBuilder {

  /** Leaves room for a million positions in each millisecond of the cluster's life. */
  private static final int POSITIONS_PER_MILLI_BITS = 20;

  /** How long after a change of the members the engine's word that nothing is there is doubted. */
  private static final long SETTLING_MILLIS = 10_000;

  /** After so long a node that does not serve yet is asked again. */
  private static final long PAUSE_MILLIS = 50;

  private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);

  private final LocalNode node;
  private final Held books;
  private final Committer committer;
  private final Redo redo;
  private final Copies copies;
  private final ClusterClock clock;

  /** Every node that may still hold something: the members, and the departed until fenced. */
  private final Set<UUID> known = ConcurrentHashMap.newKeySet();

  /** Until then the topology settles. */
  private volatile Deadline settling = Deadline.after(SETTLING_MILLIS);

  /** Whether a queue may come from an owner that died in the middle of something. */
  private volatile boolean departures;

  IndexBuilder(LocalNode node, Held books, Committer committer, Redo redo, ClusterClock clock) {
    this.node = node;
    this.books = books;
    this.committer = committer;
    this.redo = redo;
    this.copies = new Copies(committer);
    this.clock = clock;
    known.addAll(node.membership().members());
  }

  /** Until the result completes, nothing is built. */
  CompletableFuture<Void> departed(UUID dead) {
    settling = Deadline.after(SETTLING_MILLIS);
    departures = true;
    return node.membership().fenced(dead).whenComplete((done, failure) -> known.remove(dead));
  }

  void joined(UUID member) {
    settling = Deadline.after(SETTLING_MILLIS);
    known.add(member);
  }

  /**
   * @param asker whose question opens the queue
   * @param ask asks a node what it holds
   * @return completes with the queue, or exceptionally when it is configured differently elsewhere
   */
  CompletableFuture<OwnedQueue> build(
      QueueSpec spec,
      UUID asker,
      BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> ask) {
    long start = firstPosition();
    UUID home = node.store().primaryOf(spec.ref());
    boolean delegated = node.delegations().isKnown(spec.ref());
    return CompletableFuture.supplyAsync(() -> createHeader(spec, asker, start), node.workers())
        .thenCompose(
            created ->
                created && isSettled() && !delegated
                    ? CompletableFuture.completedFuture(empty(spec.ref(), start))
                    : askHoldings(spec, home, ask)
                        .thenApplyAsync(
                            held -> restore(spec.ref(), held, start, created), node.workers()))
        .thenApply(
            queue -> {
              if (!isOwned(spec.ref(), home)) {
                queue.close();
              }
              return queue;
            });
  }

  /** Not if another node got the primary copy: whatever that changes, it has to be asked again. */
  private boolean isOwned(QueueRef queue, UUID home) {
    return node.owns(queue) && Objects.equals(home, node.store().primaryOf(queue));
  }

  /** A queue that answers only that it is not here. */
  OwnedQueue closed(QueueRef queue) {
    OwnedQueue closed = empty(queue, firstPosition());
    closed.close();
    return closed;
  }

  private OwnedQueue empty(QueueRef queue, long start) {
    return new OwnedQueue(queue, new QueueIndex(start), node, books, Collections.emptyMap());
  }

  private boolean isSettled() {
    return settling.hasPassed() && node.membership().members().containsAll(known);
  }

  private long firstPosition() {
    return clock.currentTimeMillis() << POSITIONS_PER_MILLI_BITS;
  }

  /**
   * @return true when the queue did not exist: then it has no items, and nobody holds any
   */
  private boolean createHeader(QueueSpec spec, UUID asker, long start) {
    QueueRef queue = spec.ref();
    UUID maker = spec.isMaker() ? asker : null;
    Receipts receipts = new Receipts(new Ends(start));
    byte[] header =
        new QueueHeader(queue.isPersistent(), spec.capacity(), maker, receipts).encode();
    while (true) {
      if (existsOtherwise(queue)) {
        throw otherKind(queue);
      }
      try {
        committer.commit(new Change().putNew(queue.header(), header));
      } catch (ChangeConflictException exists) {
        if (committer.read(queue.header()) != null) {
          return false;
        }
        LOG.debug("{} was disposed while it was opened", queue);
        continue;
      }
      // Looked at again: of two that create both kinds at once, at least one sees the other.
      if (existsOtherwise(queue)) {
        committer.commit(new Change().drop(queue.header()));
        throw otherKind(queue);
      }
      return true;
    }
  }

  private boolean existsOtherwise(QueueRef queue) {
    return !queue.isTemporary() && committer.glance(queue.otherKind().header()) != null;
  }

  private static ClusterException otherKind(QueueRef queue) {
    String here = queue.isPersistent() ? "persistent" : "transient";
    String there = queue.isPersistent() ? "transient" : "persistent";
    return new ClusterException(
        String.format(
            "Queue '%s' is configured as %s here, but exists as %s in the cluster: configure it the"
                + " same way on every node, or dispose it first.",
            queue.id(), here, there));
  }

  private CompletableFuture<Map<UUID, Holdings>> askHoldings(
      QueueSpec spec,
      UUID home,
      BiFunction<UUID, QueueRequest, CompletableFuture<QueueReply>> ask) {
    Membership membership = node.membership();
    QueueRequest question = node.delegations().question(spec, home);
    Map<UUID, Holdings> held = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    known.addAll(membership.members());
    for (UUID holder : known) {
      answers.add(askHoldings(question, holder, home, () -> ask.apply(holder, question), held));
    }
    return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> held);
  }

  private CompletableFuture<Void> askHoldings(
      QueueRequest question,
      UUID holder,
      UUID home,
      Supplier<CompletableFuture<QueueReply>> ask,
      Map<UUID, Holdings> held) {
    return ask.get()
        .thenCompose(
            reply -> {
              if (!reply.isMoved()) {
                held.put(holder, reply.holdings);
                return CompletableFuture.completedFuture(null);
              }
              if (!node.membership().isMember(holder)) {
                return node.membership().fenced(holder);
              }
              if (question.isOfDelegate() && holder.equals(home) && reply.reason == null) {
                // It has thought better of it, or somebody else has the primary copy by now.
                node.delegations().drop(question.queue(), question.ticket);
              }
              if (!isOwned(question.queue(), home)) {
                return CompletableFuture.completedFuture(null);
              }
              // It starts and does not serve yet, or does not see this owner yet.
              return pause()
                  .thenCompose(
                      over ->
                          isOwned(question.queue(), home)
                              ? askHoldings(question, holder, home, ask, held)
                              : CompletableFuture.completedFuture(null));
            });
  }

  private CompletableFuture<Void> pause() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    node.timer().schedule(() -> over.complete(null), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    return over;
  }

  /**
   * @param created whether the queue is new: then it has no copies that could differ
   */
  private OwnedQueue restore(
      QueueRef queue, Map<UUID, Holdings> held, long start, boolean created) {
    long began = System.nanoTime();
    redo.ofQueue(queue);
    QueueIndex index = new QueueIndex(start);
    held.forEach(index::restoreHoldings);
    preparedByTheDead(queue)
        .forEach((dead, claims) -> index.restoreHoldings(dead, Holdings.ofClaims(claims)));
    if (departures && !created) {
      copies.align(queue, index);
    }
    committer.commit(new Change().record(queue.header(), new Receipts(new Ends(start))));
    long[] positions = node.store().scanLocal(queue);
    Arrays.sort(positions);
    for (long position : positions) {
      index.restoreItem(position);
    }
    LOG.debug(
        "{}: index of {} items built in {} µs",
        queue,
        positions.length,
        (System.nanoTime() - began) / 1_000);
    return new OwnedQueue(queue, index, node, books, held);
  }

  /** Claims that belong to prepared branches wait for the decision, however long. */
  Map<UUID, long[]> preparedByTheDead(QueueRef queue) {
    Map<UUID, long[]> claims = new ConcurrentHashMap<>();
    for (byte[] bytes : committer.records().values()) {
      Branch branch = Wire.branch(bytes);
      if (!node.membership().isMember(branch.node())) {
        for (Branch.Part part : branch.parts()) {
          if (part.spec().ref().equals(queue)) {
            claims.merge(branch.node(), part.claims(), IndexBuilder::concat);
          }
        }
      }
    }
    return claims;
  }

  private static long[] concat(long[] some, long[] more) {
    long[] all = Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
