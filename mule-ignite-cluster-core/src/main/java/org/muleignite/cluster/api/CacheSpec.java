package org.muleignite.cluster.api;

import java.util.List;
import java.util.function.IntPredicate;
import org.muleignite.cluster.config.Setting;

/**
 * A cache that a service module needs. All of them are created when the node starts, never later:
 * creating a cache is a cluster-wide exchange that pauses every member. Immutable.
 */
public final class CacheSpec {

  /** Every cache of ours starts with this, so that it can never meet a cache of the user. */
  public static final String PREFIX = "mule-ignite.";

  /**
   * No change may put more bytes than this into persistent caches, all its entries together: the
   * engine's log takes no longer record, and a node that meets one fails. To be refused before the
   * change begins.
   */
  public static final int MAX_CHANGE_BYTES = 12 << 20;

  private final String name;
  private final boolean persistent;
  private final IntPredicate atomic;
  private final Setting<List<String>> backupsByName;
  private final EntryNames names;
  private final boolean tellsRemovals;

  private CacheSpec(String name, boolean persistent, IntPredicate atomic) {
    this.name = name;
    this.persistent = persistent;
    this.atomic = atomic;
    this.backupsByName = null;
    this.names = null;
    this.tellsRemovals = false;
  }

  private CacheSpec(
      CacheSpec same,
      Setting<List<String>> backupsByName,
      EntryNames names,
      boolean tellsRemovals) {
    this.name = same.name;
    this.persistent = same.persistent;
    this.atomic = same.atomic;
    this.backupsByName = backupsByName;
    this.names = names;
    this.tellsRemovals = tellsRemovals;
  }

  /** A cache that survives the stop of the whole cluster. */
  public static CacheSpec persistent(String name) {
    return new CacheSpec(PREFIX + name, true, backups -> false);
  }

  /** A cache that survives the loss of as many nodes as there are backups. */
  public static CacheSpec inMemory(String name) {
    return new CacheSpec(PREFIX + name, false, backups -> false);
  }

  /**
   * The same as {@link #persistent} without transactions, with what is said of {@link
   * #inMemoryAtomic}. A copy that comes back from the disk of a node that died counts as older than
   * those of the members who stayed; copies that come back together are made equal before anybody
   * is told of them.
   */
  public static CacheSpec persistentAtomic(String name) {
    return new CacheSpec(PREFIX + name, true, backups -> true);
  }

  /**
   * The same where there is exactly one backup, which cannot differ from another one; with
   * transactions where there are more or none.
   */
  public static CacheSpec persistentAtomicWithOneBackup(String name) {
    return new CacheSpec(PREFIX + name, true, backups -> backups == 1);
  }

  /**
   * The same as {@link #inMemory} without transactions: about twice as fast. When a primary copy
   * dies in the middle of a change, its backups may differ, and nobody knows whether it was done:
   * only for changes that do no harm when they are repeated, until they have succeeded.
   */
  public static CacheSpec inMemoryAtomic(String name) {
    return new CacheSpec(PREFIX + name, false, backups -> true);
  }

  /**
   * The same where there is exactly one backup, which cannot differ from another one; with
   * transactions where there are more or none.
   */
  public static CacheSpec inMemoryAtomicWithOneBackup(String name) {
    return new CacheSpec(PREFIX + name, false, backups -> backups == 1);
  }

  /** The same with a setting that says of which names there are more or fewer backups. */
  public CacheSpec named(Setting<List<String>> backups, EntryNames entries) {
    return new CacheSpec(this, backups, entries, tellsRemovals);
  }

  /**
   * The same, whose nodes learn of each removal by Ignite's events where it has transactions. Costs
   * each removal some microseconds on every copy.
   */
  public CacheSpec tellingRemovals() {
    return new CacheSpec(this, backupsByName, names, true);
  }

  /** The full name, {@link #PREFIX} included. */
  public String name() {
    return name;
  }

  public boolean isPersistent() {
    return persistent;
  }

  /**
   * Whether it is without transactions.
   *
   * @param backups how many copies there are besides the primary
   */
  public boolean isAtomic(int backups) {
    return atomic.test(backups);
  }

  /** See {@link #tellingRemovals}. */
  public boolean tellsRemovals() {
    return tellsRemovals;
  }

  /** What says of which names there are more or fewer backups; null: nothing does. */
  public Setting<List<String>> backupsByName() {
    return backupsByName;
  }

  /** Whose entries the cache holds; null where {@link #backupsByName} is. */
  public EntryNames names() {
    return names;
  }
}
