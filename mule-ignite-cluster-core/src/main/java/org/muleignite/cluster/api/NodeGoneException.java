package org.muleignite.cluster.api;

import java.util.UUID;

/**
 * The node that was asked left the cluster, or does not own what was asked for, before it answered.
 * Whether it acted on the request is unknown; the caller asks the present owner.
 */
public class NodeGoneException extends ClusterException {

  private static final long serialVersionUID = 1L;

  public NodeGoneException(UUID node, String service) {
    super("Node " + node + " left the cluster before it answered a '" + service + "' request.");
  }
}
