package org.muleignite.cluster.node;

import java.io.File;
import java.net.BindException;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;

/** Says in one sentence why Ignite did not start, out of what it threw. Immutable. */
final class StartFailure {

  private final ClusterSettings settings;
  private final File storage;

  StartFailure(ClusterSettings settings, File storage) {
    this.settings = settings;
    this.storage = storage;
  }

  ClusterException explain(RuntimeException failure) {
    Throwable root = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String sentence = known(t, String.valueOf(t.getMessage()));
      if (sentence != null) {
        return new ClusterException(sentence, failure);
      }
      root = t;
    }
    return new ClusterException(
        "The Ignite node of mule-ignite with storage '"
            + storage
            + "' could not start: "
            + root.getMessage()
            + " - see the log above for what Ignite says.",
        failure);
  }

  /** Ignite has no types for most of these, only messages. */
  private String known(Throwable cause, String message) {
    if (cause instanceof BindException || message.contains("all ports in range are in use")) {
      return "No free port for mule-ignite: 'discoveryPort' "
          + range(settings.getDiscoveryPort())
          + " or 'communicationPort' "
          + range(settings.getCommunicationPort())
          + " on 'localHost' "
          + settings.getLocalHost()
          + " cannot be bound: free one, widen 'portRange', or set other ports.";
    }
    if (message.startsWith("Unable to establish secure connection")) {
      return "The members found and this node do not trust each other ("
          + message
          + "): set 'tlsKeyStore', 'tlsTrustStore' and their password on every node or on none, with"
          + " certificates that each trust store knows.";
    }
    boolean ours =
        message.startsWith("mule-ignite setting")
            || message.startsWith("The joining node of cluster");
    return ours ? message : null;
  }

  private String range(int first) {
    return first + ".." + (first + settings.getPortRange() - 1);
  }
}
