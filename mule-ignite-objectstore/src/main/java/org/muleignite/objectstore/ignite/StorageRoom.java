package org.muleignite.objectstore.ignite;

import java.io.File;
import org.apache.ignite.DataRegionMetrics;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.muleignite.cluster.api.ClusterException;

/**
 * Refuses new entries while memory or disk of this node are nearly full: the engine itself notices
 * only in the middle of a commit, when it is too late for a clear answer. Looks at this node only;
 * the margin is for the copies of the others. Thread-safe; never blocks for long.
 */
final class StorageRoom {

  private static final long MEGABYTE = 1L << 20;

  /** For requests that are checked at the same time, and for what the engine keeps to itself. */
  private static final long LEAST_MARGIN_BYTES = 4 * MEGABYTE;

  private static final double MARGIN = 0.05;

  /** The log and what follows from it must always find room. */
  private static final long DISK_RESERVE_BYTES = 128 * MEGABYTE;

  private final Ignite ignite;
  private final DataRegionConfiguration memory;
  private final File disk;

  /**
   * @param region the name of the memory region whose entries it is about
   */
  StorageRoom(Ignite ignite, String region) {
    this.ignite = ignite;
    DataStorageConfiguration storage = ignite.configuration().getDataStorageConfiguration();
    this.memory = find(storage, region);
    this.disk = memory.isPersistenceEnabled() ? new File(storage.getStoragePath()) : null;
  }

  private static DataRegionConfiguration find(DataStorageConfiguration storage, String region) {
    for (DataRegionConfiguration other : storage.getDataRegionConfigurations()) {
      if (other.getName().equals(region)) {
        return other;
      }
    }
    return storage.getDefaultDataRegionConfiguration();
  }

  /**
   * @param bytes of the entries to come
   * @throws ClusterException when there is no room for them
   */
  void check(long bytes) {
    if (disk == null) {
      checkMemory(bytes);
    } else {
      checkDisk(bytes);
    }
  }

  private void checkMemory(long bytes) {
    long max = memory.getMaxSize();
    long margin = Math.max(LEAST_MARGIN_BYTES, (long) (max * MARGIN));
    DataRegionMetrics metrics =
        EngineCalls.read("look for room", () -> ignite.dataRegionMetrics(memory.getName()));
    if (metrics.getTotalUsedSize() + bytes + margin > max) {
      throw full(
          "The memory of %d MB for transient queues and stores is full on node %s",
          max / MEGABYTE, "set a larger transientMemoryMb, remove entries, or use persistent ones");
    }
  }

  private void checkDisk(long bytes) {
    long usable = disk.getUsableSpace();
    if (usable < bytes + DISK_RESERVE_BYTES) {
      throw full("The disk has only %d MB left on node %s", usable / MEGABYTE, "make room on it");
    }
  }

  private ClusterException full(String what, long megabytes, String remedy) {
    Object node = ignite.cluster().localNode().consistentId();
    return new ClusterException(
        String.format(what, megabytes, node) + "; nothing was changed: " + remedy + '.');
  }
}
