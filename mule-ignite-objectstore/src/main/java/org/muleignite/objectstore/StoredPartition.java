package org.muleignite.objectstore;

/**
 * One partition of a base store, as it was found in the cluster: what one of Mule's object stores
 * keeps. Immutable.
 */
public final class StoredPartition {

  private final StoreKind kind;
  private final String artifact;
  private final String name;
  private final int entries;
  private final boolean inUse;

  StoredPartition(StoreKind kind, String artifact, String name, int entries, boolean inUse) {
    this.kind = kind;
    this.artifact = artifact;
    this.name = name;
    this.entries = entries;
    this.inUse = inUse;
  }

  public StoreKind kind() {
    return kind;
  }

  /** The type and name of the artifact, for example {@code app/orders}. */
  public String artifact() {
    return artifact;
  }

  /** The name that the artifact, or Mule for it, gave to the store; it may be a random one. */
  public String name() {
    return name;
  }

  /** How many entries it holds, unreadable ones included. */
  public int entries() {
    return entries;
  }

  /** Whether a member has it open. */
  public boolean isInUse() {
    return inUse;
  }

  /** For people. */
  @Override
  public String toString() {
    return String.format(
        "'%s' of %s, %s, %d entries, %s",
        name, artifact, kind, entries, inUse ? "in use" : "not in use");
  }
}
