package org.muleignite.cluster.codec;

import org.muleignite.cluster.api.ClusterException;

/**
 * Stored bytes cannot be turned into a value here: they are corrupt, of a newer format, or of a
 * class that the artifact does not have (any more). The bytes are kept as they are.
 */
public class UndecodableValueException extends ClusterException {

  private static final long serialVersionUID = 1L;

  public UndecodableValueException(String message) {
    super(message);
  }

  public UndecodableValueException(String message, Throwable cause) {
    super(message, cause);
  }
}
