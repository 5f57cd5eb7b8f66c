package org.muleignite.queue.ignite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;

/**
 * Bounds how many bytes of durable items this node changes at the same time. The engine writes
 * nothing that a change touches to the disk before the change is over; a quarter of the memory in
 * front of the disk is for those under way on all nodes, and where that does not do, a node fails
 * in the middle of them. Small changes never wait, the others in the order of their arrival.
 * Thread-safe.
 */
final class LargeChanges {

  /** Too few at a time, and too small, to matter. */
  private static final int SMALL_BYTES = 64 << 10;

  /** Four nodes may use the quarter up. */
  private static final int PARTS = 16;

  private static final int KILOBYTE = 1 << 10;

  private final int mostKilobytes;
  private final Semaphore free;

  /**
   * @param mostBytes under way; a larger change is under way alone
   */
  LargeChanges(long mostBytes) {
    this.mostKilobytes = (int) Math.min(Integer.MAX_VALUE, mostBytes / KILOBYTE);
    this.free = new Semaphore(mostKilobytes, true);
  }

  static LargeChanges in(DataStorageConfiguration storage, CacheConfiguration<?, ?> cache) {
    long bytes =
        Stream.of(storage.getDataRegionConfigurations())
            .filter(region -> region.getName().equals(cache.getDataRegionName()))
            .filter(DataRegionConfiguration::isPersistenceEnabled)
            .mapToLong(region -> region.getMaxSize() / PARTS)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    return new LargeChanges(bytes);
  }

  /**
   * Begins a change when it is its turn. Blocks until then, for as long as those before it take.
   *
   * @return what the change returns; when it completes the turn is over
   */
  <T> CompletableFuture<T> inTurn(long bytes, Supplier<CompletableFuture<T>> change) {
    if (bytes <= SMALL_BYTES) {
      return change.get();
    }
    int kilobytes = (int) Math.min(mostKilobytes, bytes / KILOBYTE);
    free.acquireUninterruptibly(kilobytes);
    CompletableFuture<T> begun = null;
    try {
      begun = change.get();
    } finally {
      if (begun == null) {
        free.release(kilobytes);
      }
    }
    return begun.whenComplete((done, failure) -> free.release(kilobytes));
  }
}
