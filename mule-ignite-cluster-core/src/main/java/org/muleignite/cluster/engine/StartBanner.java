package org.muleignite.cluster.engine;

import java.util.List;
import java.util.UUID;
import org.muleignite.cluster.api.Membership;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.NodeConfiguration;
import org.muleignite.cluster.config.Settings;

/**
 * What an operator wants to see once a node has joined, as a block of log lines: who it is, and
 * every setting that somebody chose, with who did. Secrets show as asterisks. Immutable.
 */
final class StartBanner {

  private final String text;

  StartBanner(ClusterMember member) {
    Membership membership = member.context().membership();
    List<UUID> members = membership.members();
    ClusterSettings settings = member.context().settings();
    this.text =
        "mule-ignite serves"
            + line("cluster", settings.getClusterName())
            + line("this node", member.number() + " (" + membership.localNode() + ")")
            + line("members", members.size() + " " + members)
            + line("primary", membership.isOldest() ? "this node" : members.get(0))
            + line("persistence", persistence(settings, member))
            + line("settings", NodeConfiguration.PRECEDENCE)
            + chosen(settings);
  }

  private static String persistence(ClusterSettings settings, ClusterMember member) {
    return settings.get(Settings.PERSISTENCE)
        ? member.storage().getAbsolutePath()
        : "off, only identity and members are in " + member.storage().getAbsolutePath();
  }

  private static String chosen(ClusterSettings settings) {
    StringBuilder lines = new StringBuilder();
    settings.describeChosen().forEach(line -> lines.append(line("", line)));
    return lines.toString();
  }

  private static String line(String label, Object value) {
    return String.format("%n*  %-12s %s", label, value);
  }

  @Override
  public String toString() {
    return text;
  }
}
