package org.muleignite.queue.ignite;

import java.io.File;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.muleignite.queue.rules.RoomGauge;

/**
 * How full the memory for transient data and the disk with the durable data of this node are.
 * Thread-safe; asks the file system, so blocks as long as that does.
 */
public final class StorageRoom implements RoomGauge {

  private static final long MEGABYTE = 1L << 20;

  /** For requests that are checked at the same time, and for what the engine keeps to itself. */
  private static final long LEAST_MARGIN_BYTES = 4 * MEGABYTE;

  private static final double MARGIN = 0.05;

  /** The log and what follows from it must always find room. */
  static final long DISK_RESERVE_BYTES = 128 * MEGABYTE;

  static final long DISK_PLENTY_BYTES = 1024 * MEGABYTE;

  private final long memoryBytes;
  private final LongSupplier memoryUsed;
  private final File disk;
  private final ToLongFunction<File> usableSpace;

  /**
   * @param usableSpace of the disk with that folder, in bytes
   */
  public StorageRoom(Ignite ignite, ToLongFunction<File> usableSpace) {
    this(
        transientRegion(ignite).getMaxSize(),
        () -> ignite.dataRegionMetrics(transientRegion(ignite).getName()).getTotalUsedSize(),
        new File(ignite.configuration().getDataStorageConfiguration().getStoragePath()),
        usableSpace);
  }

  StorageRoom(
      long memoryBytes, LongSupplier memoryUsed, File disk, ToLongFunction<File> usableSpace) {
    this.memoryBytes = memoryBytes;
    this.memoryUsed = memoryUsed;
    this.disk = disk;
    this.usableSpace = usableSpace;
  }

  /** The caches in memory are all in the default region. */
  private static DataRegionConfiguration transientRegion(Ignite ignite) {
    return ignite.configuration().getDataStorageConfiguration().getDefaultDataRegionConfiguration();
  }

  @Override
  public long left(boolean durable) {
    return durable ? leftOnDisk() : leftInMemory();
  }

  private long leftInMemory() {
    long margin = Math.max(LEAST_MARGIN_BYTES, (long) (memoryBytes * MARGIN));
    long left = memoryBytes - memoryUsed.getAsLong() - margin;
    return left > memoryBytes / 2 ? PLENTY : left;
  }

  private long leftOnDisk() {
    long left = usableSpace.applyAsLong(disk) - DISK_RESERVE_BYTES;
    return left > DISK_PLENTY_BYTES ? PLENTY : left;
  }
}
