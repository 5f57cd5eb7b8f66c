package org.muleignite.objectstore.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.Membership;

/**
 * What the stores of one kind do, on values as bytes. Every operation first checks that this node
 * may act as a member.
 *
 * <p>Guarantees: the single-key operations of all nodes are linearizable; a change that returned is
 * seen by every later read on every node and survives the crash of as many nodes as there are
 * backups. When an operation fails, an exception that says so leaves its outcome unknown: it was
 * done completely or not at all.
 *
 * <p>Listings are no snapshots: they hold every entry that was there during the whole call; of a
 * change under way when a node dies they may show a key of what never comes true. Clear, expiry and
 * disposal remove entries one by one, each only if it is still the very entry that was there when
 * the call began; a crash leaves the rest for the next call.
 *
 * <p>Thread-safe; blocks for network round trips and for the membership lease; times are cluster
 * time.
 *
 * <p>Fails with {@link org.muleignite.cluster.api.ClusterException}.
 */
public final class StoreRules {

  /** How many values a listing holds as bytes at a time, besides the result. */
  private static final int READ_BATCH = 64;

  /** How many entries an expiry knows of at a time. */
  private static final int EXPIRY_BATCH = 10_000;

  private final StorePort entries;
  private final LargeValues values;
  private final PartitionCatalog catalog;
  private final UsagePort usage;
  private final Membership membership;
  private final StampSource stamps;

  public StoreRules(
      StorePort entries,
      PartitionCatalog catalog,
      UsagePort usage,
      Membership membership,
      StampSource stamps) {
    this.entries = entries;
    this.values = new LargeValues(entries, membership);
    this.catalog = catalog;
    this.usage = usage;
    this.membership = membership;
    this.stamps = stamps;
  }

  /** Stores unless the key has a value; exactly one of several concurrent callers gets true. */
  public boolean store(PartitionId partition, String key, byte[] value) {
    membership.checkMember();
    boolean stored = values.store(partition, key, stamps.next(), value);
    membership.confirmMember();
    return stored;
  }

  public boolean contains(PartitionId partition, String key) {
    membership.checkMember();
    boolean found = entries.contains(partition, key);
    membership.confirmMember();
    return found;
  }

  /** The entry of the key as stored, to be read with {@link Entry#value}. */
  public Optional<byte[]> retrieve(PartitionId partition, String key) {
    membership.checkMember();
    byte[] entry = entries.get(partition, Collections.singleton(key)).get(key);
    byte[] whole = values.whole(partition, key, entry);
    // A node that was paused in between may have read what others had replaced meanwhile.
    membership.confirmMember();
    return Optional.ofNullable(whole);
  }

  /**
   * Removes the entry of the key and returns it as it was stored; exactly one of several concurrent
   * callers gets it.
   */
  public Optional<byte[]> remove(PartitionId partition, String key) {
    membership.checkMember();
    byte[] removed = values.remove(partition, key, stamps.next());
    membership.confirmMember();
    return Optional.ofNullable(removed);
  }

  /** All keys, those of unreadable entries included, oldest entry first. */
  public List<String> keys(PartitionId partition) {
    List<String> keys = new ArrayList<>();
    for (Mark mark : list(partition)) {
      keys.add(mark.key());
    }
    return keys;
  }

  /**
   * Hands over each entry as stored, oldest first. Reads in batches: an entry that is removed
   * meanwhile may be left out.
   */
  public void forEach(PartitionId partition, BiConsumer<String, byte[]> visitor) {
    List<String> keys = keys(partition);
    for (int from = 0; from < keys.size(); from += READ_BATCH) {
      List<String> batch = keys.subList(from, Math.min(keys.size(), from + READ_BATCH));
      Map<String, byte[]> found = entries.get(partition, batch);
      for (String key : batch) {
        byte[] entry = values.whole(partition, key, found.get(key));
        if (entry != null) {
          visitor.accept(key, entry);
        }
      }
    }
  }

  /** Removes all entries that are in the partition now. */
  public void clear(PartitionId partition) {
    values.removeExactly(partition, list(partition));
  }

  /**
   * Removes the entries that are at least as old as the time to live, and the oldest above the
   * bound, oldest first. An entry that is replaced meanwhile stays, and so does one whose age is
   * unreadable here. Costs in proportion to what is removed.
   *
   * @param ttlMillis no limit when zero or less
   * @param maxEntries no limit when zero or less
   */
  public void expire(PartitionId partition, long ttlMillis, int maxEntries) {
    membership.checkMember();
    if (ttlMillis > 0) {
      removeOldest(partition, stamps.now() - ttlMillis, Integer.MAX_VALUE);
    }
    if (maxEntries > 0) {
      removeOldest(partition, Long.MAX_VALUE, entries.count(partition) - maxEntries);
    }
  }

  /** Ends when nothing could be removed: others expire the same entries, or they are unreadable. */
  private void removeOldest(PartitionId partition, long insertedBy, int limit) {
    int removed = 1;
    for (int left = limit; left > 0 && removed > 0; left -= removed) {
      removed =
          values.removeExactly(
              partition, entries.oldest(partition, insertedBy, Math.min(left, EXPIRY_BATCH)));
    }
  }

  /**
   * Ends this node's use of the partition, and removes what is in it when no other member has it
   * open.
   *
   * @return whether this was the last user, so that the entries were removed
   * @throws org.muleignite.cluster.api.ClusterException also when a live member did not say whether
   *     it uses the partition; the entries are kept then
   */
  public boolean dispose(PartitionId partition, OpenPartitions own) {
    own.close(partition.name());
    return removeUnused(partition).isPresent();
  }

  /**
   * Removes what is in a partition that no member has open.
   *
   * @return how many entries were removed
   * @throws ClusterException also when a member has it open, or did not say whether; the entries
   *     are kept then
   */
  public int purge(PartitionId partition) {
    return removeUnused(partition)
        .orElseThrow(
            () ->
                new ClusterException(
                    "Object store "
                        + partition
                        + " is in use; nothing was removed: undeploy the application everywhere,"
                        + " or let it clear the store."));
  }

  private Optional<Integer> removeUnused(PartitionId partition) {
    // Listed before anybody is asked: what a node stores that opens the partition after it
    // answered is not listed, so it stays.
    List<Mark> present = list(partition);
    if (usage.isOpenAnywhere(partition)) {
      return Optional.empty();
    }
    int removed = values.removeExactly(partition, present);
    values.removeOrphans(partition);
    return Optional.of(removed);
  }

  /** Whether a member has the partition open. */
  public boolean isInUse(PartitionId partition) {
    membership.checkMember();
    return usage.isOpenAnywhere(partition);
  }

  /** The names of the partitions of a scope that hold entries or that a member has open. */
  public Set<String> partitions(String scope) {
    membership.checkMember();
    Set<String> names = new TreeSet<>(usage.openAnywhere(scope));
    for (PartitionId partition : catalog.nonEmpty(scope)) {
      names.add(partition.name());
    }
    return names;
  }

  /**
   * All partitions in which something lies, and how many entries each has: none where there are
   * only chunks that a crash left behind. Reads the keys of all entries.
   */
  public Map<PartitionId, Integer> sizes() {
    membership.checkMember();
    Map<PartitionId, Integer> sizes = new HashMap<>();
    catalog
        .sizes()
        .forEach(
            (partition, entries) ->
                sizes.merge(
                    partition.withoutChunks(),
                    partition.ofChunks().isPresent() ? 0 : entries,
                    Integer::sum));
    return sizes;
  }

  private List<Mark> list(PartitionId partition) {
    membership.checkMember();
    List<Mark> marks = new ArrayList<>(entries.list(partition));
    Collections.sort(marks);
    return marks;
  }
}
