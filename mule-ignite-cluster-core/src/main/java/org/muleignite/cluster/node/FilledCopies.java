package org.muleignite.cluster.node;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.persistence.IgniteCacheDatabaseSharedManager;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.api.ClusterThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the engine write a checkpoint as soon as copies of this node were filled from others. Ignite
 * itself leaves that to the next regular one, minutes later, and does not log that it cleared what
 * was there before. A crash in between brought the entries back that the others had removed, and if
 * an earlier checkpoint fell into the moment when the copy was counted as new and not yet filled,
 * the node came back as one that has everything.
 *
 * <p>While copies are being filled, {@link LocalCopies} remembers it, so that a node that crashes
 * meanwhile does not come back with them. Not covered is the first fifth of a second of a filling
 * that begins when the node serves already.
 *
 * <p>Rests on internals of Ignite: its public interface has no checkpoint. One thread of its own.
 */
final class FilledCopies {

  private static final Logger LOGGER = LoggerFactory.getLogger(FilledCopies.class);
  private static final long LOOK_MILLIS = 200;

  /** A long filling is written in parts, but not so often that it takes much longer. */
  private static final int LOOKS_BETWEEN_PARTS = 10;

  private final Ignite ignite;
  private final DataPlacement placement;
  private final PartitionCopies partitions;
  private final LocalCopies copies;
  private final ScheduledExecutorService thread = ClusterThreads.single("checkpoint");
  private long written;
  private int looks;

  FilledCopies(Ignite ignite, DataPlacement placement, LocalCopies copies) {
    this.ignite = ignite;
    this.placement = placement;
    this.partitions = PartitionCopies.of(ignite);
    this.copies = copies;
  }

  /**
   * Blocks until what this node has got so far is written, and looks by itself from then on whether
   * there is more.
   *
   * @throws ClusterException when the engine cannot write
   */
  void start() {
    write(partitions.filling());
    thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    ClusterThreads.stop(thread);
  }

  /** Writes what has come since the last look; a failure is logged and tried again. */
  void look() {
    try {
      long filling = partitions.filling();
      if (filling == written) {
        return;
      }
      copies.fill();
      if (partitions.areFilled() || ++looks % LOOKS_BETWEEN_PARTS == 0) {
        write(filling);
      }
    } catch (RuntimeException e) {
      // A stop interrupts it, and leaves word of what is not written.
      if (!thread.isShutdown()) {
        LOGGER.warn("What this node got from others is not on its disk yet; trying again.", e);
      }
    }
  }

  private void write(long filling) {
    boolean complete = partitions.areFilled() && placement.incomplete().isEmpty();
    IgniteCacheDatabaseSharedManager data =
        ((IgniteEx) ignite).context().cache().context().database();
    try {
      data.waitForCheckpoint("copies were filled");
    } catch (IgniteCheckedException e) {
      throw new ClusterException("The engine could not write its data files: " + e, e);
    }
    written = filling;
    if (complete) {
      copies.filled();
    }
  }
}
