package org.muleignite.cluster.api;

import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.apache.ignite.Ignite;
import org.apache.ignite.configuration.DataRegionConfiguration;

/**
 * How much room the memory for transient data and the disk with the durable data of this node have
 * left. Whoever stores something asks before: the engine itself notices only in the middle of a
 * change, when it is too late for a clear answer. Thread-safe; asks the file system up to ten times
 * a second where there is plenty, else each time, and blocks as long as that does. Keeps nothing
 * that a crash could lose; once the engine has stopped, its error comes through.
 */
public final class StorageRoom {

  /** So much that nobody needs to know. */
  public static final long PLENTY = Long.MAX_VALUE;

  private static final long MEGABYTE = 1L << 20;

  /** For requests that are checked at the same time, and for what the engine keeps to itself. */
  private static final long LEAST_MARGIN_BYTES = 4 * MEGABYTE;

  private static final double MARGIN = 0.05;

  /** The log and what follows from it must always find room. */
  private static final long DISK_RESERVE_BYTES = 128 * MEGABYTE;

  private static final long DISK_PLENTY_BYTES = 1024 * MEGABYTE;

  /** Not enough time to fill what is plenty. */
  private static final long PLENTY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long memoryBytes;
  private final LongSupplier memoryUsed;
  private final LongSupplier diskUsable;
  private final LongSupplier nanoClock;

  /** When there was plenty of room on the disk the last time, or long ago. */
  private volatile long plentySeen;

  /** The room of that engine. */
  public StorageRoom(Ignite ignite) {
    this(ignite, File::getUsableSpace);
  }

  /**
   * @param usableSpace of the disk with that folder, in bytes
   */
  public StorageRoom(Ignite ignite, ToLongFunction<File> usableSpace) {
    this(
        transientRegion(ignite).getMaxSize(),
        memoryUsed(ignite, transientRegion(ignite).getName()),
        usableSpaceOf(
            new File(ignite.configuration().getDataStorageConfiguration().getStoragePath()),
            usableSpace),
        System::nanoTime);
  }

  StorageRoom(
      long memoryBytes, LongSupplier memoryUsed, LongSupplier diskUsable, LongSupplier nanoClock) {
    this.memoryBytes = memoryBytes;
    this.memoryUsed = memoryUsed;
    this.diskUsable = diskUsable;
    this.nanoClock = nanoClock;
    this.plentySeen = nanoClock.getAsLong() - PLENTY_NANOS;
  }

  private static LongSupplier memoryUsed(Ignite ignite, String region) {
    return () -> ignite.dataRegionMetrics(region).getTotalUsedSize();
  }

  private static LongSupplier usableSpaceOf(File folder, ToLongFunction<File> usableSpace) {
    return () -> usableSpace.applyAsLong(folder);
  }

  /** The caches in memory are all in the default region. */
  private static DataRegionConfiguration transientRegion(Ignite ignite) {
    return ignite.configuration().getDataStorageConfiguration().getDefaultDataRegionConfiguration();
  }

  /**
   * How many bytes this node still takes, less a margin; 0 or less when none.
   *
   * @param durable on the disk, instead of in memory
   * @return {@link #PLENTY} while little is in use
   */
  public long left(boolean durable) {
    return durable ? leftOnDisk() : leftInMemory();
  }

  private long leftInMemory() {
    long margin = Math.max(LEAST_MARGIN_BYTES, (long) (memoryBytes * MARGIN));
    long left = memoryBytes - memoryUsed.getAsLong() - margin;
    return left > memoryBytes / 2 ? PLENTY : left;
  }

  private long leftOnDisk() {
    long now = nanoClock.getAsLong();
    if (now - plentySeen < PLENTY_NANOS) {
      return PLENTY;
    }
    long left = diskUsable.getAsLong() - DISK_RESERVE_BYTES;
    if (left > DISK_PLENTY_BYTES) {
      plentySeen = now;
      return PLENTY;
    }
    return left;
  }
}
