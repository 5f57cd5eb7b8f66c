package org.muleignite.cluster.node;

import java.io.File;
import java.net.BindException;
import java.util.Collections;
import java.util.stream.Stream;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.config.ClusterSettings;

/** Says in one sentence why Ignite did not start, out of what it threw. Immutable. */
final class StartFailure {

  /** Ignite's words for a node that knows of a newer distribution of the data than the members. */
  private static final String[] NEWER_THAN_MEMBERS = {
    "is greater than cluster BlT id",
    "is not allowed to join cluster without one",
    "first activation"
  };

  /**
   * Its words for a node whose data was placed by others than the members know of. It would have
   * the operator delete that data, which may be all there is.
   */
  private static final String OF_ANOTHER_HISTORY = "doesn't contain branching point hash";

  private final ClusterSettings settings;
  private final File storage;

  StartFailure(ClusterSettings settings, File storage) {
    this.settings = settings;
    this.storage = storage;
  }

  /**
   * @return a {@link TryAgainException} when the next try may succeed
   */
  ClusterException explain(RuntimeException failure) {
    Throwable root = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      TryAgainException passing = passing(String.valueOf(t.getMessage()), failure);
      if (passing != null) {
        return passing;
      }
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
            + " - see the log above for what Ignite says. If the storage is damaged and other nodes"
            + " hold copies of its data, move the folder away and start again.",
        failure);
  }

  /** Whether Ignite refused a node because it knows more than the members. */
  static boolean saysNewer(String message) {
    return Stream.of(NEWER_THAN_MEMBERS).anyMatch(message::contains);
  }

  private static TryAgainException passing(String message, RuntimeException failure) {
    if (message.contains(JoinPolicy.WITHOUT_COPIES)) {
      return TryAgainException.withoutCopies(JoinPolicy.WITHOUT_COPIES, failure);
    }
    String sentence = passing(message);
    return sentence == null ? null : new TryAgainException(sentence, failure);
  }

  private static String passing(String message) {
    if (saysNewer(message)) {
      return "This node may hold newer data than those that run, so they have to wait for it, not it"
          + " for them: stop them, start this node, then them, without the storage of any that"
          + " began anew by mistake.";
    }
    if (message.contains(OF_ANOTHER_HISTORY)) {
      return "The data of this node is not that of the nodes that run: one of them began anew without"
          + " the others. If this node has the data that counts, stop them, start this node, then"
          + " them, without the storage of any that began anew by mistake; if they have it, move the"
          + " storage of this node away.";
    }
    int notNow = message.indexOf(JoinPolicy.NOT_NOW);
    return notNow < 0 ? null : message.substring(notNow);
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
      return new TlsProbe(settings)
          .hindrance(Collections.emptyList())
          .orElse(
              "The members found and this node do not trust each other ("
                  + message
                  + "): set 'tlsKeyStore', 'tlsTrustStore' and their password on every node or on"
                  + " none, with certificates that each trust store knows.");
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
