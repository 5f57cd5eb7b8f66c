package org.muleignite.cluster.engine;

/** What this node is in the cluster at a time. */
public enum NodeState {
  /** Starts, and is no member yet. */
  JOINING,
  /** Has joined nodes with which the cluster cannot serve: others are missing. */
  WAITING_FOR_NODES,
  /** Serves. */
  ACTIVE,
  /** A member that may not act at the moment: not every other one has answered it in time. */
  LEASE_OVER,
  /** May not act: it reaches fewer members than 'quorum' asks for. */
  BELOW_QUORUM,
  /** Takes no part any more: the others went on without it, or its engine failed. */
  SEGMENTED,
  /** Leaves in order. */
  STOPPING
}
