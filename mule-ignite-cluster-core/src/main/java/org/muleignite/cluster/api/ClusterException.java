package org.muleignite.cluster.api;

/**
 * A clustered operation or the start of the node could not be done. The message is one sentence
 * that names what was asked for, the value at fault and the remedy. Nothing was changed unless the
 * message says that the outcome is unknown.
 */
public class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
