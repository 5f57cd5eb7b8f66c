package org.muleignite.objectstore.ignite;

import java.util.Map;
import java.util.Set;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;
import org.muleignite.objectstore.rules.Visibility;

/**
 * The operations on an atomic cache with one backup. When a primary dies in the middle of a change,
 * nobody knows what became of it. So the engine repeats nothing here; what became of the first try
 * is found out from what is there and from who has seen it, and only what certainly does not count
 * is tried again. No answer is given before what it tells of is certain: see {@link Visibility}.
 *
 * <p>Thread-safe; blocks and fails as {@link EntryOperations} say.
 */
final class AtomicEntries implements EntryOperations {

  private static final int TRIES = 5;

  private final Ignite ignite;
  private final IgniteCache<AffinityKey<String>, byte[]> cache;
  private final IgniteCache<AffinityKey<String>, byte[]> once;
  private final CertainReads reads;
  private final Certainty certainty;
  private final Visibility visibility;

  AtomicEntries(
      Ignite ignite,
      IgniteCache<AffinityKey<String>, byte[]> cache,
      CertainReads reads,
      Certainty certainty,
      Visibility visibility) {
    this.ignite = ignite;
    this.cache = cache;
    this.once = cache.withNoRetries();
    this.reads = reads;
    this.certainty = certainty;
    this.visibility = visibility;
  }

  @Override
  public boolean contains(String what, AffinityKey<String> key) {
    return reads.contains(what, key);
  }

  @Override
  public byte[] get(String what, AffinityKey<String> key) {
    return reads.entry(what, key);
  }

  @Override
  public Map<AffinityKey<String>, byte[]> getAll(String what, Set<AffinityKey<String>> keys) {
    return reads.entries(what, keys);
  }

  @Override
  public boolean store(String what, AffinityKey<String> key, byte[] entry) {
    Stamp stamp = Entry.stamp(entry).get();
    return certainty.whileStoring(stamp, () -> storeOrTryAgain(what, key, entry));
  }

  private boolean storeOrTryAgain(String what, AffinityKey<String> key, byte[] entry) {
    byte[] attempt = entry;
    for (int left = TRIES - 1; ; left--) {
      try {
        return storeOnce(what, key, attempt);
      } catch (ClusterUnavailableException doubt) {
        if (wasStored(what, key, attempt, doubt)) {
          return true;
        }
        if (left == 0 || !certainty.isRepeatable(Entry.stamp(entry).get())) {
          throw doubt;
        }
        attempt = Entry.again(attempt);
      }
    }
  }

  private boolean storeOnce(String what, AffinityKey<String> key, byte[] entry) {
    while (true) {
      long topology = EngineCalls.read(what, this::topology);
      boolean stored = EngineCalls.write(what, () -> once.putIfAbsent(key, entry));
      believe(what, topology);
      if (stored) {
        return true;
      }
      byte[] present = reads.header(what, key);
      if (present != null) {
        return Entry.hasHeader(entry, present);
      }
    }
  }

  private long topology() {
    return ignite.cluster().topologyVersion();
  }

  /** Another node may have answered for a primary that died, and wrongly. */
  private void believe(String what, long topology) {
    if (EngineCalls.write(what, this::topology) != topology) {
      throw new ClusterUnavailableException(
          "Cannot " + what + " (whether it was done is unknown): a node came or went meanwhile.");
    }
  }

  /** Whether a try that failed was done; if not it never will count. */
  private boolean wasStored(
      String what, AffinityKey<String> key, byte[] entry, ClusterUnavailableException doubt) {
    byte[] present = settled(what, key, doubt);
    return present != null && Entry.hasHeader(present, Entry.header(entry))
        || !visibility.abandon(Entry.stamp(entry).get());
  }

  private byte[] settled(String what, AffinityKey<String> key, ClusterUnavailableException doubt) {
    try {
      EngineCalls.awaitTopology(doubt);
      return reads.settled(what, key);
    } catch (ClusterException e) {
      doubt.addSuppressed(e);
      throw doubt;
    }
  }

  @Override
  public byte[] remove(String what, AffinityKey<String> key, Stamp begin) {
    Set<Stamp> underWay = certainty.underWay();
    for (int left = TRIES - 1; ; ) {
      try {
        long topology = EngineCalls.read(what, this::topology);
        byte[] removed =
            EngineCalls.write(what, () -> once.invoke(key, RemoveFromAllCopies.INSTANCE));
        if (removed == null) {
          believe(what, topology);
          return null;
        }
        if (Entry.isChunked(removed) || visibility.accept(removed)) {
          return removed;
        }
        // What it removed does not count: its store is tried again.
      } catch (ClusterUnavailableException doubt) {
        byte[] present = left-- == 0 ? null : settled(what, key, doubt);
        if (present == null || !certainty.wasThere(present, begin, underWay)) {
          throw doubt;
        }
      }
    }
  }

  @Override
  public boolean removeExactly(String what, AffinityKey<String> key, byte[] header) {
    for (int left = TRIES - 1; ; ) {
      try {
        long topology = EngineCalls.read(what, this::topology);
        boolean removed = EngineCalls.write(what, () -> once.invoke(key, new RemoveIfSame(header)));
        if (!removed) {
          believe(what, topology);
        }
        return removed && visibility.accept(header);
      } catch (ClusterUnavailableException doubt) {
        byte[] present = left-- == 0 ? null : settled(what, key, doubt);
        if (present == null || !Entry.hasHeader(present, header)) {
          throw doubt;
        }
      }
    }
  }

  /**
   * The engine may repeat it, as each of the entries is there only once. So what it does not find
   * it may have removed before: all of them count as seen.
   */
  @Override
  public int removeAll(String what, Map<AffinityKey<String>, byte[]> headers) {
    int removed = RemoveIfSame.fromAll(what, cache, headers);
    visibility.acceptAll(headers.values());
    return removed;
  }
}
