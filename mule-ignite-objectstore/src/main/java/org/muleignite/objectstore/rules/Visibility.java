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
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.api.NodeGoneException;
import org.muleignite.cluster.api.NodeMessenger;

/**
 * Whether what a node finds stored may be told to a caller. The primary of an entry in an atomic
 * cache shows a change before the other copies have it, and nobody has if the primary dies in
 * between. So an entry is told only when it is certain: it is old, or its store has ended, or it
 * has been written to all copies once more and the node that stores it knows that it was seen.
 *
 * <p>Guarantees that what one caller was told of a store, every later one is told, whichever nodes
 * die meanwhile. All that it knows is in memory and of the last minute; a crash takes nothing with
 * it that is still asked for, as a store of a dead node is never answered.
 *
 * <p>Thread-safe. {@link #accept} and {@link #acceptAll} may block for a round trip to each node
 * that stored what they are about, at most for {@value #ANSWER_SECONDS} s; the rest never blocks.
 */
public final class Visibility {

  private static final int ANSWER_SECONDS = 10;

  /** How much longer than a silent node is waited for. */
  private static final long REPEAT_MARGIN_MILLIS = 20_000;

  /** More than the clocks of the members are apart. */
  private static final long CLOCK_MARGIN_MILLIS = 10_000;

  /** A power of two. What falls out is only asked for once more. */
  private static final int KNOWN = 4_096;

  private static final byte SEEN = 1;

  private final String service;
  private final NodeMessenger messenger;
  private final Membership membership;
  private final StampSource stamps;
  private final long repeatMillis;
  private final long certainMillis;
  private final OwnStores own;
  private final AtomicReferenceArray<Stamp> known = new AtomicReferenceArray<>(KNOWN);

  /**
   * @param service name of the messages between the nodes, one for each kind of store
   * @param silenceMillis after which a silent node counts as failed
   */
  public Visibility(
      String service,
      NodeMessenger messenger,
      Membership membership,
      StampSource stamps,
      long silenceMillis) {
    this.service = service;
    this.messenger = messenger;
    this.membership = membership;
    this.stamps = stamps;
    this.repeatMillis = silenceMillis + REPEAT_MARGIN_MILLIS;
    this.certainMillis = repeatMillis + silenceMillis + CLOCK_MARGIN_MILLIS;
    this.own = new OwnStores(certainMillis);
    messenger.serveAtOnce(
        service, (sender, question) -> CompletableFuture.completedFuture(answer(question)));
  }

  /** For each of the stamps whether its entry counts, now that it is seen. */
  private byte[] answer(byte[] question) {
    ByteBuffer in = ByteBuffer.wrap(question);
    byte[] answer = new byte[question.length / Stamp.BYTES];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = own.see(Stamp.read(in)) ? SEEN : 0;
    }
    return answer;
  }

  /** A store of this node begins. */
  public void begin(Stamp stamp) {
    own.begin(stamp);
  }

  /** It has been answered, at whichever attempt. */
  public void end(Stamp stamp) {
    own.end(stamp);
  }

  /** It will never be answered. */
  public void fail(Stamp stamp) {
    own.fail(stamp);
  }

  /** Whether a store may be tried again; too late, nobody would ask about its entry any more. */
  public boolean isRepeatable(Stamp stamp) {
    return stamps.now() - stamp.createdMillis() < repeatMillis;
  }

  /** Gives up what an attempt of this node may have stored, unless somebody has seen it. */
  public boolean abandon(Stamp stamp) {
    return own.abandon(stamp);
  }

  /** The stores of this node that have begun and not ended, by the stamps of their first tries. */
  public Set<Stamp> underWay() {
    return own.underWay();
  }

  /**
   * Whether an entry was there, certainly, when a change of this node began: it may not be that of
   * a store that was tried again since.
   *
   * @param begin a stamp of this node, made when the change began
   * @param underWay the stores of this node that were under way then
   */
  public boolean wasThere(byte[] header, Stamp begin, Set<Stamp> underWay) {
    return Entry.stamp(header)
        .map(Stamp::first)
        .filter(stamp -> stamp.isBefore(begin, certainMillis) && !underWay.contains(stamp))
        .isPresent();
  }

  /** Whether all copies have the entry for good; one whose stamp is unreadable is an old one. */
  public boolean isCertain(byte[] header) {
    return Entry.stamp(header).map(this::isCertain).orElse(true);
  }

  private boolean isCertain(Stamp stamp) {
    return stamps.isOwn(stamp) && own.isDone(stamp)
        || stamps.now() - stamp.createdMillis() > certainMillis
        || stamp.equals(known.get(slot(stamp)));
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
      Entry.stamp(header)
          .filter(stamp -> !isCertain(stamp))
          .ifPresent(
              stamp ->
                  byOrigin.computeIfAbsent(stamp.origin(), any -> new ArrayList<>()).add(stamp));
    }
    Set<Stamp> abandoned = new HashSet<>();
    byOrigin.forEach(
        (origin, seen) -> {
          byte[] answer = ask(origin, seen);
          for (int i = 0; i < answer.length; i++) {
            Stamp stamp = seen.get(i);
            if (answer[i] == SEEN) {
              known.set(slot(stamp), stamp);
            } else {
              abandoned.add(stamp);
            }
          }
        });
    return abandoned;
  }

  private static int slot(Stamp stamp) {
    int hash = stamp.hashCode();
    return (hash ^ hash >>> 16) & KNOWN - 1;
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
