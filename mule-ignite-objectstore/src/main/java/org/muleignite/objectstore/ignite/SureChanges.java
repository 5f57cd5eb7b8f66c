package org.muleignite.objectstore.ignite;

import java.util.Collections;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.affinity.AffinityKey;
import org.apache.ignite.transactions.Transaction;
import org.apache.ignite.transactions.TransactionConcurrency;
import org.apache.ignite.transactions.TransactionIsolation;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.objectstore.rules.Entry;
import org.muleignite.objectstore.rules.Stamp;

/**
 * Changes of single entries that happen once or never, and answer what they did, also when the
 * primary dies meanwhile. The engine then reports some changes as undone that come true, and would
 * repeat them: a repeated put-if-absent finds its own entry and calls it another's, a repeated
 * removal finds nothing. It also reports some changes as refused that were done. So the engine
 * repeats nothing here, and a refusal is not believed when nodes came or went meanwhile; what
 * became of the first try is found out from what is there, and only what certainly did not happen
 * is tried again.
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

  SureChanges(Ignite ignite, IgniteCache<AffinityKey<String>, byte[]> cache) {
    this.ignite = ignite;
    this.cache = cache;
    this.once = cache.withNoRetries();
  }

  /** Stores an entry, whose stamp is its own, unless the key has one; answers whether it did. */
  boolean store(String what, AffinityKey<String> key, byte[] entry) {
    byte[] mine = Entry.header(entry);
    long begin = System.nanoTime();
    return untilSure(
        what,
        key,
        () -> once.putIfAbsent(key, entry),
        new Doubts<Boolean>() {
          @Override
          public Optional<Boolean> beforeRetry(byte[] present, ClusterUnavailableException doubt) {
            return isSame(present, mine) || wasRemoved(key, mine, begin, doubt)
                ? Optional.of(true)
                : Optional.empty();
          }

          @Override
          public Boolean confirmed(Boolean stored, ClusterUnavailableException doubt) {
            // What is in its way may be what the first try left.
            return stored || beforeRetry(settled(key), doubt).isPresent();
          }
        });
  }

  /**
   * Removes and returns the entry of the key, or null; one whose value lies elsewhere stays.
   *
   * @param begin a stamp made before the call
   */
  byte[] remove(String what, AffinityKey<String> key, Stamp begin) {
    Optional<byte[]> removed =
        untilSure(
            what,
            key,
            () -> Optional.ofNullable(once.invoke(key, RemoveUnlessChunked.INSTANCE)),
            // What is older than the removal has outlived it.
            new Removal<>(present -> Entry.isOlder(present, begin), Optional::isPresent));
    return removed.orElse(null);
  }

  /** Removes exactly the entry with this header; answers whether it did. */
  boolean removeExactly(String what, AffinityKey<String> key, byte[] header) {
    return untilSure(
        what,
        key,
        () -> once.invoke(key, new RemoveIfSame(header)),
        new Removal<>(present -> isSame(present, header), removed -> removed));
  }

  private <T> T untilSure(
      String what, AffinityKey<String> key, Supplier<T> change, Doubts<T> doubts) {
    ClusterUnavailableException last = null;
    for (int left = TRIES - 1; ; left--) {
      long topology = EngineCalls.read(what, this::topology);
      try {
        T answer = EngineCalls.write(what, change);
        if (last == null && EngineCalls.write(what, this::topology) != topology) {
          // The engine asks a backup for the answer of a dead primary, and gets a refusal for what
          // was done.
          last =
              new ClusterUnavailableException(
                  "Cannot " + what + " (whether it was done is unknown): a node failed meanwhile.");
        }
        return last == null ? answer : doubts.confirmed(answer, last);
      } catch (ClusterUnavailableException doubt) {
        if (left == 0 || doubt == last) {
          throw doubt;
        }
        last = doubt;
        EngineCalls.awaitTopology(doubt);
        Optional<T> known = doubts.beforeRetry(settled(key), doubt);
        if (known.isPresent()) {
          return known.get();
        }
        // After a second change of the nodes the present primary has not seen all that happened.
        if (EngineCalls.write(what, this::topology) > topology + 1) {
          throw doubt;
        }
      }
    }
  }

  private long topology() {
    return ignite.cluster().topologyVersion();
  }

  /**
   * What is there, read under the lock of the entry: it is free only after all that dead nodes had
   * begun with it has come true or not.
   */
  private byte[] settled(AffinityKey<String> key) {
    return EngineCalls.scan(
        "find out what became of an entry",
        () -> {
          try (Transaction lock =
              ignite
                  .transactions()
                  .txStart(
                      TransactionConcurrency.PESSIMISTIC, TransactionIsolation.REPEATABLE_READ)) {
            return cache.get(key);
          }
        });
  }

  private boolean wasRemoved(
      AffinityKey<String> key, byte[] header, long begin, ClusterUnavailableException doubt) {
    WasRemoved question = new WasRemoved(cache.getName(), header, System.nanoTime() - begin);
    Boolean removed =
        EngineCalls.scan(
            "find out what became of an entry",
            () ->
                ignite
                    .compute()
                    .withTimeout(ShardQueries.LIMIT_MILLIS)
                    .affinityCall(
                        Collections.singleton(cache.getName()),
                        ignite.affinity(cache.getName()).partition(key),
                        question));
    if (removed == null) {
      throw doubt;
    }
    return removed;
  }

  private static boolean isSame(byte[] present, byte[] header) {
    return present != null && Entry.hasHeader(present, header);
  }

  /** How to tell what became of a change that failed. */
  private interface Doubts<T> {

    /**
     * @param present what is there after the failure
     * @return the answer, or nothing if the change was not done
     * @throws ClusterUnavailableException the doubt, if that cannot be told
     */
    Optional<T> beforeRetry(byte[] present, ClusterUnavailableException doubt);

    /** The answer to give for that of a later try, or of one during which the nodes changed. */
    T confirmed(T answer, ClusterUnavailableException doubt);
  }

  /** A removal was not done if what it was about is there, and was done if a retry does it. */
  private static final class Removal<T> implements Doubts<T> {

    private final Predicate<byte[]> outlived;
    private final Predicate<T> done;

    Removal(Predicate<byte[]> outlived, Predicate<T> done) {
      this.outlived = outlived;
      this.done = done;
    }

    @Override
    public Optional<T> beforeRetry(byte[] present, ClusterUnavailableException doubt) {
      if (present != null && outlived.test(present)) {
        return Optional.empty();
      }
      throw doubt;
    }

    @Override
    public T confirmed(T answer, ClusterUnavailableException doubt) {
      if (done.test(answer)) {
        return answer;
      }
      throw doubt;
    }
  }
}
