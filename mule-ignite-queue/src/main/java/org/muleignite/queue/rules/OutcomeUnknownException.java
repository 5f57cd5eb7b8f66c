package org.muleignite.queue.rules;

import org.muleignite.cluster.api.ClusterException;

/** A change was or was not done, as a whole; reading one of its entries tells. */
public class OutcomeUnknownException extends ClusterException {

  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
