package org.muleignite.cluster.engine;

import java.util.List;
import java.util.UUID;
import org.muleignite.cluster.api.Membership;

/** What an operator wants to see once a node has joined, as a block of log lines. */
final class StartBanner {

  private final String text;

  StartBanner(ClusterMember member) {
    Membership membership = member.context().membership();
    List<UUID> members = membership.members();
    boolean oldest = membership.localNode().equals(members.get(0));
    this.text =
        "mule-ignite serves"
            + line("cluster", member.context().settings().getClusterName())
            + line("this node", member.number() + " (" + membership.localNode() + ")")
            + line("members", members.size() + " " + members)
            + line("primary", oldest ? "this node" : members.get(0))
            + line("persistence", member.storage().getAbsolutePath());
  }

  private static String line(String label, Object value) {
    return String.format("%n*  %-12s %s", label, value);
  }

  @Override
  public String toString() {
    return text;
  }
}
