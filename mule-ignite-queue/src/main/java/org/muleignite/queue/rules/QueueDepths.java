package org.muleignite.queue.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.NodeMessenger;

/**
 * What the queues of the cluster hold, for an operator on any node. Each owner counts what its
 * indexes show, so nothing is read from a cache and no queue is opened or made by asking: a queue
 * is counted once somebody has used it since the cluster started or its owner changed. Publishers
 * and consumers are held up by no more than a look at two numbers.
 *
 * <p>Thread-safe. Asking blocks for the other nodes, at most {@value #ANSWER_MILLIS} ms; what a
 * node owns that is gone or slower is left out, and the answer says so.
 */
public final class QueueDepths {

  /** The service under which the owners are asked. */
  private static final String SERVICE = "queue-depths";

  /** However many an operator asks for: bounds the messages. */
  static final int MOST = 1_000;

  static final int ANSWER_MILLIS = 5_000;

  private final LocalNode node;
  private final NodeMessenger messenger;
  private final QueueOwners owners;

  QueueDepths(LocalNode node, NodeMessenger messenger, QueueOwners owners) {
    this.node = node;
    this.messenger = messenger;
    this.owners = owners;
  }

  /** Answers the others from now on. */
  void serve() {
    messenger.serve(
        SERVICE,
        (sender, question) -> {
          int limit = Wire.limit(question);
          // Not on the thread of the messages: there may be very many queues.
          return CompletableFuture.supplyAsync(() -> Wire.encode(here(limit)), node.timer());
        });
  }

  private DepthReport here(int limit) {
    if (!node.membership().mayAct()) {
      throw new ClusterUnavailableException("It may not act as a member now.");
    }
    DepthReport report = new DepthReport(limit);
    owners.queues().all().stream()
        .filter(queue -> !queue.isDone())
        .forEach(queue -> report.addOpening(1));
    // What moved away stays here until somebody asks for it.
    built()
        .filter(queue -> !queue.isClosed() && node.owns(queue.ref()))
        .forEach(queue -> report.add(queue.depth()));
    return report;
  }

  private Stream<OwnedQueue> built() {
    return owners.queues().all().stream()
        .filter(queue -> queue.isDone() && !queue.isCompletedExceptionally())
        .map(CompletableFuture::join);
  }

  /** How many polls and offers are parked at this node. */
  int waiting() {
    return built().mapToInt(OwnedQueue::waiting).sum();
  }

  /**
   * The deepest queues of the cluster.
   *
   * @param limit how many at most, from 0; beyond 1,000 as 1,000
   * @throws IllegalArgumentException when the limit is negative
   * @throws ClusterException when this node may not act as a member
   */
  public DepthReport list(int limit) throws InterruptedException {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "'" + limit + "' is no number of queues to list: it must be 0 or more.");
    }
    node.membership().checkMember();
    Deadline deadline = Deadline.after(ANSWER_MILLIS);
    int bounded = Math.min(limit, MOST);
    byte[] question = Wire.limit(bounded);
    Map<UUID, CompletableFuture<byte[]>> answers = new LinkedHashMap<>();
    for (UUID member : node.membership().members()) {
      answers.put(member, messenger.request(member, SERVICE, question));
    }
    DepthReport report = new DepthReport(bounded);
    for (Map.Entry<UUID, CompletableFuture<byte[]>> answer : answers.entrySet()) {
      add(report, answer.getKey(), answer.getValue(), deadline);
    }
    return report;
  }

  private static void add(
      DepthReport report, UUID owner, CompletableFuture<byte[]> answer, Deadline deadline)
      throws InterruptedException {
    try {
      byte[] counted = answer.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
      report.add(Wire.depths(owner, counted));
    } catch (TimeoutException e) {
      report.addSilent(owner, "no answer within " + ANSWER_MILLIS + " ms");
    } catch (ExecutionException e) {
      report.addSilent(owner, String.valueOf(e.getCause().getMessage()));
    } catch (ClusterException unreadable) {
      report.addSilent(owner, unreadable.getMessage());
    }
  }
}
