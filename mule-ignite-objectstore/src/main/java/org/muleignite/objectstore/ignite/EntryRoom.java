package org.muleignite.objectstore.ignite;

import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.CacheConfiguration;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.StorageRoom;

/**
 * Refuses new entries of a cache while the memory or disk of this node that they go to is nearly
 * full. Looks at this node only; the margin of the {@link StorageRoom} is for the copies of the
 * others. Thread-safe; blocks for nothing but the look at the disk.
 */
final class EntryRoom {

  private final Ignite ignite;
  private final StorageRoom room;

  /** Whether the entries are on the disk. */
  private final boolean durable;

  EntryRoom(Ignite ignite, CacheConfiguration<?, ?> cache) {
    this.ignite = ignite;
    this.room = new StorageRoom(ignite);
    // What is in memory only is in the default region.
    this.durable =
        !ignite
            .configuration()
            .getDataStorageConfiguration()
            .getDefaultDataRegionConfiguration()
            .getName()
            .equals(cache.getDataRegionName());
  }

  /**
   * @param bytes of the entries to come
   * @throws ClusterException when there is no room for them; nothing was changed
   */
  void check(long bytes) {
    long left = EngineCalls.read("look for room", () -> room.left(durable));
    if (left < bytes) {
      throw new ClusterException(
          String.format(
              durable
                  ? "The disk of node %s is nearly full; nothing was changed: make room on it."
                  : "The memory for transient queues and stores of node %s is nearly full; nothing"
                      + " was changed: set a larger transientMemoryMb, remove entries, or use"
                      + " persistent ones.",
              ignite.cluster().localNode().consistentId()));
    }
  }
}
