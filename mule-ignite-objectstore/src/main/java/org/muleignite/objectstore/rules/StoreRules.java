package org.muleignite.objectstore.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
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
 * <p>Listings are no snapshots: they hold every entry that was there during the whole call. Clear,
 * expiry and disposal remove entries one by one, each only if it is still the very entry that was
 * there when the call began; a crash leaves the rest for the next call.
 *
 * <p>Thread-safe; blocks for network round trips and for the membership lease; times are cluster
 * time.
 *
 * <p>Fails with {@link org.muleignite.cluster.api.ClusterException}.
 */
public final class StoreRules {

  /** How many values a listing holds as bytes at a time, besides the result. */
  private static final int READ_BATCH = 64;

  private static final Comparator<Mark> OLDEST_FIRST =
      Comparator.comparing(
          (Mark mark) -> mark.stamp().orElse(null),
          Comparator.nullsFirst(Comparator.naturalOrder()));

  private final StorePort entries;
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
    this.catalog = catalog;
    this.usage = usage;
    this.membership = membership;
    this.stamps = stamps;
  }

  /** Stores unless the key has a value; exactly one of several concurrent callers gets true. */
  public boolean store(PartitionId partition, String key, byte[] value) {
    membership.checkMember();
    boolean stored = entries.putIfAbsent(partition, key, Entry.of(stamps.next(), value));
    membership.confirmMember();
    return stored;
  }

  public boolean contains(PartitionId partition, String key) {
    membership.checkMember();
    return entries.contains(partition, key);
  }

  /** The entry of the key as stored, to be read with {@link Entry#value}. */
  public Optional<byte[]> retrieve(PartitionId partition, String key) {
    membership.checkMember();
    return Optional.ofNullable(entries.get(partition, Collections.singleton(key)).get(key));
  }

  /**
   * Removes the entry of the key and returns it as it was stored; exactly one of several concurrent
   * callers gets it.
   */
  public Optional<byte[]> remove(PartitionId partition, String key) {
    membership.checkMember();
    byte[] removed = entries.getAndRemove(partition, key);
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
        byte[] entry = found.get(key);
        if (entry != null) {
          visitor.accept(key, entry);
        }
      }
    }
  }

  /** Removes all entries that are in the partition now. */
  public void clear(PartitionId partition) {
    entries.removeExactly(partition, list(partition));
  }

  /**
   * Removes the entries that are at least as old as the time to live, and the oldest above the
   * bound. An entry that is replaced meanwhile stays.
   *
   * @param ttlMillis no limit when zero or less
   * @param maxEntries no limit when zero or less
   */
  public void expire(PartitionId partition, long ttlMillis, int maxEntries) {
    Expiry expiry = new Expiry(ttlMillis, maxEntries);
    if (expiry.isUnlimited()) {
      return;
    }
    List<Mark> expired = expiry.choose(list(partition), stamps.now());
    entries.removeExactly(partition, expired);
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
    // Listed before anybody is asked: what a node stores that opens the partition after it
    // answered is not listed, so it stays.
    List<Mark> present = list(partition);
    if (usage.isOpenAnywhere(partition)) {
      return false;
    }
    entries.removeExactly(partition, present);
    return true;
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

  private List<Mark> list(PartitionId partition) {
    membership.checkMember();
    List<Mark> marks = new ArrayList<>(entries.list(partition));
    marks.sort(OLDEST_FIRST);
    return marks;
  }
}
