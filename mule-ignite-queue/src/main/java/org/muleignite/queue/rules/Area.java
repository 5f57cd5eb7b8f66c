package org.muleignite.queue.rules;

/** Where an entry is kept. */
public enum Area {
  /** Survives the loss of as many nodes as there are backups. */
  TRANSIENT,
  /** Survives the stop of the whole cluster. */
  PERSISTENT,
  /**
   * Prepared branches of distributed transactions; persistent. Kept apart from the items so that
   * listing the few branches never walks over the items of deep queues.
   */
  BRANCHES
}
