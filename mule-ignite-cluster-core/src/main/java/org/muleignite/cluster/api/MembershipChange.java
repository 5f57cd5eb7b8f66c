package org.muleignite.cluster.api;

import java.util.UUID;

/** One node joined or left. Immutable. */
public final class MembershipChange {

  /** What happened to the node. */
  public enum Kind {
    JOINED,
    /** Left in order: it had stopped acting before it left. */
    LEFT,
    /** Crashed, hung or was cut off: it may believe to be a member until its lease runs out. */
    FAILED
  }

  private final Kind kind;
  private final UUID node;

  public MembershipChange(Kind kind, UUID node) {
    this.kind = kind;
    this.node = node;
  }

  public Kind kind() {
    return kind;
  }

  public UUID node() {
    return node;
  }

  /** Whether the node is no longer a member. */
  public boolean isDeparture() {
    return kind != Kind.JOINED;
  }
}
