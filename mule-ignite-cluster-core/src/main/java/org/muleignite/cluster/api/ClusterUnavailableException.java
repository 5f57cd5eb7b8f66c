package org.muleignite.cluster.api;

/**
 * This node may not act as a member of the cluster at the moment: it is starting, stopping, cut off
 * from the other members, or its membership lease has run out. The operation was not started and
 * may be repeated later.
 */
public class ClusterUnavailableException extends ClusterException {

  private static final long serialVersionUID = 1L;

  public ClusterUnavailableException(String message) {
    super(message);
  }

  public ClusterUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
