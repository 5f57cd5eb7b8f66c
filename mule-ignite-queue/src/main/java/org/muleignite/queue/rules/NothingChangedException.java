package org.muleignite.queue.rules;

import org.muleignite.cluster.api.ClusterException;

/** A change could not be done at the moment. Nothing was changed; it may be repeated. */
public class NothingChangedException extends ClusterException {

  private static final long serialVersionUID = 1L;

  public NothingChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}
