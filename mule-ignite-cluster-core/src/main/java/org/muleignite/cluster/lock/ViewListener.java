package org.muleignite.cluster.lock;

import java.util.List;
import java.util.UUID;

/** Learns of each view, in order, under the monitor of the {@link ViewTracker}: must not block. */
interface ViewListener {

  /**
   * @param previous the last view before; without members at the start
   * @param gap views before this one were not seen: whatever this node owned may have had another
   *     owner in between
   * @param after to be run when the monitor is free
   */
  void changed(ClusterView view, ClusterView previous, boolean gap, List<Runnable> after);

  /** The node is in the last view no more; it may still act on what it holds. */
  void departed(UUID node);

  /** The node that departed cannot act any more. Not under the monitor. */
  void fenced(UUID node);
}
