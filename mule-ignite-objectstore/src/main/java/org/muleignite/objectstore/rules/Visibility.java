package org.muleignite.objectstore.rules;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;

/**
 * Whether what a node finds stored may be told to a caller. The primary of an entry in an atomic
 * cache shows a change before the other copies have it, and nobody has if the primary dies in
 * between. So an entry is told only when it is certain: it is old, or its store has ended, or it
 * has been written to all copies once more and the node that stores it knows that it was seen; the
 * {@link Certainty} of this node remembers that.
 *
 * <p>Guarantees that what one caller was told of a store, every later one is told, whichever nodes
 * die meanwhile; a store of a dead node is never answered.
 *
 * <p>Thread-safe. {@link #accept} and {@link #acceptAll} may block for a round trip to each node
 * that stored what they are about, at most for {@value #ANSWER_SECONDS} s; the rest never blocks.
 */
public final class Visibility {

  private static final int ANSWER_SECONDS = 10;

  private static final byte SEEN = 1;

  private final String service;
  private final NodeMessenger messenger;
  private final Membership membership;
  private final Certainty certainty;

  /**
   * @param service name of the messages between the nodes, one for each kind of store
   */
  public Visibility(
      String service, NodeMessenger messenger, Membership membership, Certainty certainty) {
    this.service = service;
    this.messenger = messenger;
    this.membership = membership;
    this.certainty = certainty;
    messenger.serveAtOnce(
        service, (sender, question) -> CompletableFuture.completedFuture(answer(question)));
  }

  /** For each of the stamps whether its entry counts, now that it is seen. */
  private byte[] answer(byte[] question) {
    ByteBuffer in = ByteBuffer.wrap(question);
    byte[] answer = new byte[question.length / Stamp.BYTES];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = certainty.own().see(Stamp.read(in)) ? SEEN : 0;
    }
    return answer;
  }

  /** Gives up what an attempt of this node may have stored, unless somebody has seen it. */
  public boolean abandon(Stamp stamp) {
    return certainty.own().abandon(stamp);
  }

  /**
   * Lets whoever stores the entry know that it was seen, on all copies or by the one who removed
   * it.
   *
   * @return false when it does not count, so that the caller has to look again
   * @throws ClusterUnavailableException when that node did not answer in time
   */
  public boolean accept(byte[] header) {
    return abandoned(Collections.singleton(header)).isEmpty();
  }

  /**
   * Does as {@link #accept} for many entries, with one question to each node.
   *
   * @throws ClusterUnavailableException when a node did not answer in time
   */
  public void acceptAll(Collection<byte[]> headers) {
    abandoned(headers);
  }

  /** The stamps of those that do not count. */
  private Set<Stamp> abandoned(Collection<byte[]> headers) {
    Map<Long, List<Stamp>> byOrigin = new HashMap<>();
    for (byte[] header : headers) {
      if (!certainty.isCertain(header)) {
        Stamp stamp = Entry.stamp(header).get();
        byOrigin.computeIfAbsent(stamp.origin(), any -> new ArrayList<>()).add(stamp);
      }
    }
    Set<Stamp> abandoned = new HashSet<>();
    byOrigin.forEach(
        (origin, seen) -> {
          byte[] answer = ask(origin, seen);
          for (int i = 0; i < answer.length; i++) {
            Stamp stamp = seen.get(i);
            if (answer[i] == SEEN) {
              certainty.remember(stamp);
            } else {
              abandoned.add(stamp);
            }
          }
        });
    return abandoned;
  }

  private byte[] ask(long origin, List<Stamp> seen) {
    ByteBuffer question = ByteBuffer.allocate(seen.size() * Stamp.BYTES);
    seen.forEach(stamp -> stamp.write(question));
    for (UUID node : membership.members()) {
      if (StampSource.originOf(node) == origin) {
        return ask(node, question.array());
      }
    }
    return ofDeadNode(seen.size());
  }

  /** Its stores will never be answered. */
  private static byte[] ofDeadNode(int count) {
    byte[] answer = new byte[count];
    Arrays.fill(answer, SEEN);
    return answer;
  }

  private byte[] ask(UUID node, byte[] question) {
    if (node.equals(membership.localNode())) {
      return answer(question);
    }
    try {
      return messenger.request(node, service, question).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NodeGoneException) {
        return ofDeadNode(question.length / Stamp.BYTES);
      }
      throw unanswered(e.getCause());
    } catch (TimeoutException e) {
      throw unanswered(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered(e);
    }
  }

  private static ClusterUnavailableException unanswered(Throwable cause) {
    return new ClusterUnavailableException(
        "The node that stored an entry did not say within "
            + ANSWER_SECONDS
            + " s whether it is done; whether a change of that entry was done is unknown.",
        cause);
  }
}
