package org.muleignite.cluster.node;

import org.muleignite.cluster.api.ClusterException;

/** A start of the engine that did not succeed now, and may with the next try. */
final class TryAgainException extends ClusterException {

  private static final long serialVersionUID = 1L;

  private final boolean others;
  private final boolean withoutCopies;

  TryAgainException(String message, Throwable cause) {
    this(message, cause, false, false);
  }

  private TryAgainException(
      String message, Throwable cause, boolean others, boolean withoutCopies) {
    super(message, cause);
    this.others = others;
    this.withoutCopies = withoutCopies;
  }

  /** This node is in the way of others, which have to start before it. */
  static TryAgainException afterOthers(String message) {
    return new TryAgainException(message, null, true, false);
  }

  /** This node has to give up its copies of the data before the next try. */
  static TryAgainException withoutCopies(String message, Throwable cause) {
    return new TryAgainException(message, cause, false, true);
  }

  boolean isWithoutCopies() {
    return withoutCopies;
  }

  boolean isAfterOthers() {
    return others;
  }
}
