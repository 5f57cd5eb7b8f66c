package org.muleignite.queue.rules;

/** Where an entry is kept. */
public enum Area {
  /** Items; survives the loss of as many nodes as there are backups. */
  TRANSIENT,
  /** Items; survives the stop of the whole cluster. */
  PERSISTENT,
  /** Records of decided commits over queues in memory only; lives as long as they do. */
  DECISIONS,
  /**
   * Records of prepared branches and of decided commits over persistent queues; persistent. Kept
   * apart from the items so that listing the few records never walks over the items of deep queues.
   */
  BRANCHES,
  /**
   * Everything of the temporary reply queues; survives like {@link #TRANSIENT}. Kept apart from the
   * other queues so that finding those left behind costs nothing while there are few, and can never
   * touch another queue.
   */
  TEMPORARY;

  /** Whether its entries are changed all or none, each change by itself otherwise. */
  public boolean isOfRecords() {
    return this == DECISIONS || this == BRANCHES;
  }

  /** Whether it survives the stop of the whole cluster. */
  boolean isDurable() {
    return this == PERSISTENT || this == BRANCHES;
  }
}
