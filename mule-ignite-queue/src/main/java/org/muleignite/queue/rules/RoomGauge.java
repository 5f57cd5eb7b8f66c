package org.muleignite.queue.rules;

import org.muleignite.cluster.api.StorageRoom;

/**
 * The port to how full the memory and the disk of this node are. Thread-safe; never blocks for
 * long.
 */
public interface RoomGauge {

  /** So much that nobody needs to know. */
  long PLENTY = StorageRoom.PLENTY;

  /**
   * How many bytes of items this node still takes; 0 or less when none.
   *
   * @param durable for persistent queues, instead of those in memory
   * @return {@link #PLENTY} while little is in use
   */
  long left(boolean durable);
}
