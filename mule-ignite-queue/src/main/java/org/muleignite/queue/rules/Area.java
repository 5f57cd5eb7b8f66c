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
  BRANCHES,
  /**
   * Everything of the temporary reply queues; survives like {@link #TRANSIENT}. Kept apart from the
   * other queues so that finding those left behind costs nothing while there are few, and can never
   * touch another queue.
   */
  TEMPORARY;

  /** Whether it survives the stop of the whole cluster. */
  boolean isDurable() {
    return this == PERSISTENT || this == BRANCHES;
  }
}
