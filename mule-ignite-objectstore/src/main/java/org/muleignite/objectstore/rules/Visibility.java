package org.muleignite.objectstore.rules;

import java.nio.ByteBuffer;
import java.util.Optional;
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
 * Whether what a node finds stored may be told to a caller. The primary of an entry shows a change
 * before the other copies have it, and nobody has if the primary dies in between. So an entry is
 * told only when it is certain: it is old, or its store has ended, or it has been written to all
 * copies once more and the node that stores it knows that it was seen.
 *
 * <p>Guarantees that what one caller was told of a store, every later one is told, whichever nodes
 * die meanwhile. All that it knows is in memory and of the last minute; a crash takes nothing with
 * it that is still asked for, as a store of a dead node is never answered.
 *
 * <p>Thread-safe. {@link #accept} may block for a round trip to another node, at most for {@value
 * #ANSWER_SECONDS} s; the rest never blocks.
 */
public final class Visibility {

  private static final int ANSWER_SECONDS = 10;

  /** How much longer than a silent node is waited for. */
  private static final long REPEAT_MARGIN_MILLIS = 20_000;

  /** More than the clocks of the members are apart. */
  private static final long CLOCK_MARGIN_MILLIS = 10_000;

  /** A power of two. What falls out is only asked for once more. */
  private static final int KNOWN = 4_096;

  private static final byte[] YES = {1};
  private static final byte[] NO = {0};

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
    messenger.serve(service, (sender, stamp) -> CompletableFuture.completedFuture(answer(stamp)));
  }

  private byte[] answer(byte[] stamp) {
    return own.see(Stamp.read(ByteBuffer.wrap(stamp))) ? YES : NO;
  }

  /** A store of this node begins. */
  public void begin(Stamp stamp) {
    own.begin(stamp);
  }

  /** It has been answered. */
  public void end(Stamp stamp) {
    own.end(stamp);
  }

  /** It will never be answered. */
  public void fail(Stamp stamp) {
    own.fail(stamp);
  }

  /** Whether somebody was told what a store that is under way has stored. */
  public boolean isSeen(Stamp stamp) {
    return own.isSeen(stamp);
  }

  /** The stores of this node that have begun and not ended. */
  public Set<Stamp> underWay() {
    return own.underWay();
  }

  /** Whether a store may be tried again; too late, nobody would ask about its entry any more. */
  public boolean isRepeatable(Stamp stamp) {
    return stamps.now() - stamp.createdMillis() < repeatMillis;
  }

  /** Gives up what a store of this node may have stored, unless somebody has seen it. */
  public boolean abandon(Stamp stamp) {
    return own.abandon(stamp);
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
    Optional<Stamp> stamp = Entry.stamp(header);
    if (!stamp.isPresent() || isCertain(stamp.get())) {
      return true;
    }
    boolean accepted = stamps.isOwn(stamp.get()) ? own.see(stamp.get()) : ask(stamp.get());
    if (accepted) {
      known.set(slot(stamp.get()), stamp.get());
    }
    return accepted;
  }

  private static int slot(Stamp stamp) {
    int hash = stamp.hashCode();
    return (hash ^ hash >>> 16) & KNOWN - 1;
  }

  private boolean ask(Stamp stamp) {
    for (UUID node : membership.members()) {
      if (StampSource.originOf(node) == stamp.origin()) {
        return ask(node, stamp);
      }
    }
    // It is gone, and its store will never be answered.
    return true;
  }

  private boolean ask(UUID node, Stamp stamp) {
    ByteBuffer question = ByteBuffer.allocate(Stamp.BYTES);
    stamp.write(question);
    try {
      byte[] answer =
          messenger.request(node, service, question.array()).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return answer[0] == YES[0];
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NodeGoneException) {
        return true;
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
