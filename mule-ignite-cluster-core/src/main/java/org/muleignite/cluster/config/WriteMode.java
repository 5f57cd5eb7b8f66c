package org.muleignite.cluster.config;

/** On which copies a change is before it is acknowledged. */
public enum WriteMode {
  /** On the primary copy and on every backup. */
  ALL_COPIES,
  /**
   * On the primary copy alone. Always refused, with the invariant that it would break: what was
   * acknowledged would be lost with one node.
   */
  PRIMARY_ONLY
}
