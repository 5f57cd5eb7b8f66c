package org.muleignite.cluster.node;

import org.muleignite.cluster.api.ClusterException;

/** A start of the engine that did not succeed now, and may with the next try. */
final class TryAgainException extends ClusterException {

  private static final long serialVersionUID = 1L;

  private final boolean others;

  TryAgainException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private TryAgainException(String message, Throwable cause, boolean others) {
    super(message, cause);
    this.others = others;
  }

  /** This node is in the way of others, which have to start before it. */
  static TryAgainException afterOthers(String message) {
    return new TryAgainException(message, null, true);
  }

  boolean isAfterOthers() {
    return others;
  }
}
