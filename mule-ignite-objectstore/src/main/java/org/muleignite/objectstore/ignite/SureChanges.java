package org.muleignite.objectstore.ignite;

import java.util.Set;
import java.util.function.Predicate;
import javax.cache.processor.EntryProcessor;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;
import org.muleignite.objectstore.rules.Visibility;

/**
 * Changes of single entries that happen once or never, and answer what they did, also when the
 * primary dies meanwhile: nobody knows then what became of them. So the engine repeats nothing
 * here; what became of the first try is found out from what is there, and only what certainly did
 * not happen is tried again. The answer of a change also waits until what it is about is certain:
 * see {@link Visibility}.
 *
 * <p>Thread-safe; blocks for the network, after the death of a primary also until others have taken
 * over. Fails with a {@link ClusterUnavailableException} that calls the outcome unknown when nobody
 * can tell any more.
 */
final class SureChanges {

  private static final int TRIES = 5;

  private final Ignite ignite;
  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final IgniteCache<AffinityKey<String>, byte[]> once;
  private final CertainReads reads;
  private final Visibility visibility;

  SureChanges(
      Ignite ignite,
      IgniteCache<AffinityKey<String>, byte[]> cache,
      CertainReads reads,
      Visibility visibility) {
    this.ignite = ignite;
    this.cache = cache;
    this.once = cache.withNoRetries();
    this.reads = reads;
    this.visibility = visibility;
  }

  /** Stores an entry, whose stamp is its own, unless the key has one; answers whether it did. */
  boolean store(String what, AffinityKey<String> key, byte[] entry) {
    byte[] attempt = entry;
    for (int left = TRIES - 1; ; left--) {
      Stamp stamp = Entry.stamp(attempt).get();
      visibility.begin(stamp);
      try {
        boolean stored = storeOnce(what, key, attempt);
        visibility.end(stamp);
        return stored;
      } catch (ClusterUnavailableException doubt) {
        if (wasStored(what, key, attempt, doubt)) {
          visibility.end(stamp);
          return true;
        }
        if (left == 0 || !visibility.isRepeatable(stamp)) {
          throw doubt;
        }
        attempt = Entry.again(attempt);
      } catch (ClusterException unknown) {
        visibility.fail(stamp);
        throw unknown;
      }
    }
  }

  /** Stores what has a key of its own: no harm is done when it is repeated. */
  boolean storeChunk(String what, AffinityKey<String> key, byte[] entry) {
    return EngineCalls.write(
        what,
        () -> {
          cache.put(key, entry);
          return true;
        });
  }

  private boolean storeOnce(String what, AffinityKey<String> key, byte[] entry) {
    while (!EngineCalls.write(what, () -> once.putIfAbsent(key, entry))) {
      byte[] present = reads.header(what, key);
      // A backup that answers for a dead primary refuses what was done.
      if (visibility.isSeen(Entry.stamp(entry).get())) {
        return true;
      }
      if (present != null) {
        return Entry.hasHeader(entry, present);
      }
    }
    return true;
  }

  /** Whether a try that failed was done; if not it never will be. */
  private boolean wasStored(
      String what, AffinityKey<String> key, byte[] entry, ClusterUnavailableException doubt) {
    Stamp stamp = Entry.stamp(entry).get();
    try {
      EngineCalls.awaitTopology(doubt);
      byte[] present = reads.settled(what, key);
      return present != null && Entry.hasHeader(present, Entry.header(entry))
          || !visibility.abandon(stamp);
    } catch (ClusterException e) {
      visibility.fail(stamp);
      doubt.addSuppressed(e);
      throw doubt;
    }
  }

  /**
   * Removes and returns the entry of the key, or null; one whose value lies elsewhere stays.
   *
   * @param begin a stamp made before the call
   */
  byte[] remove(String what, AffinityKey<String> key, Stamp begin) {
    Set<Stamp> underWay = visibility.underWay();
    for (int failures = 0; ; ) {
      try {
        byte[] removed =
            invoke(what, key, RemoveUnlessChunked.INSTANCE, present -> present != null);
        if (removed == null || Entry.isChunked(removed) || visibility.accept(removed)) {
          return removed;
        }
        // What it removed does not count: its store is about to be tried again.
      } catch (ClusterUnavailableException doubt) {
        byte[] present = afterFailure(what, key, doubt, ++failures);
        if (!wasThere(present, begin, underWay)) {
          throw doubt;
        }
      }
    }
  }

  /** What was there before the removal began has outlived it. */
  private static boolean wasThere(byte[] present, Stamp begin, Set<Stamp> underWay) {
    return present != null
        && Entry.isOlder(present, begin)
        && !underWay.contains(Entry.stamp(present).get());
  }

  /** Removes exactly the entry with this header; answers whether it did. */
  boolean removeExactly(String what, AffinityKey<String> key, byte[] header) {
    for (int failures = 0; ; ) {
      try {
        return invoke(what, key, new RemoveIfSame(header), done -> done)
            && visibility.accept(header);
      } catch (ClusterUnavailableException doubt) {
        byte[] present = afterFailure(what, key, doubt, ++failures);
        if (present == null || !Entry.hasHeader(present, header)) {
          throw doubt;
        }
      }
    }
  }

  /** That nothing was done is not believed when a node failed meanwhile. */
  private <T> T invoke(
      String what,
      AffinityKey<String> key,
      EntryProcessor<AffinityKey<String>, byte[], T> change,
      Predicate<T> isDone) {
    long topology = ignite.cluster().topologyVersion();
    T answer = EngineCalls.write(what, () -> once.invoke(key, change));
    if (!isDone.test(answer) && ignite.cluster().topologyVersion() != topology) {
      throw new ClusterUnavailableException(
          "Cannot " + what + " (whether it was done is unknown): a node came or went meanwhile.");
    }
    return answer;
  }

  private byte[] afterFailure(
      String what, AffinityKey<String> key, ClusterUnavailableException doubt, int failures) {
    if (failures == TRIES) {
      throw doubt;
    }
    EngineCalls.awaitTopology(doubt);
    try {
      return reads.settled(what, key);
    } catch (ClusterException e) {
      doubt.addSuppressed(e);
      throw doubt;
    }
  }
}
