package org.muleignite.objectstore.rules;

import java.util.Objects;

/**
 * One Mule partition: the artifact it belongs to and its name there. Immutable.
 *
 * <p>{@link #encoded()} is part of the stored format: no two partitions share it, none is the
 * beginning of another's, whatever characters scope and name consist of.
 */
public final class PartitionId {

  private final String scope;
  private final String name;
  private final String encoded;

  public PartitionId(String scope, String name) {
    this.scope = Objects.requireNonNull(scope, "scope");
    this.name = Objects.requireNonNull(name, "name");
    this.encoded = delimited(StorableText.encode(scope)) + delimited(StorableText.encode(name));
  }

  /** Reverses {@link #encoded()}; what follows the encoded partition is ignored. */
  public static PartitionId decode(String text) {
    int scopeStart = text.indexOf(':') + 1;
    int scopeEnd = scopeStart + Integer.parseInt(text.substring(0, scopeStart - 1));
    int nameStart = text.indexOf(':', scopeEnd) + 1;
    int nameEnd = nameStart + Integer.parseInt(text.substring(scopeEnd, nameStart - 1));
    return new PartitionId(
        StorableText.decode(text.substring(scopeStart, scopeEnd)),
        StorableText.decode(text.substring(nameStart, nameEnd)));
  }

  /** The beginning of {@link #encoded()} of all partitions of a scope, and of no other. */
  public static String scopePrefix(String scope) {
    return delimited(StorableText.encode(scope));
  }

  private static String delimited(String text) {
    return text.length() + ":" + text;
  }

  public String scope() {
    return scope;
  }

  public String name() {
    return name;
  }

  public String encoded() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionId && encoded.equals(((PartitionId) other).encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  /** For messages to people. */
  @Override
  public String toString() {
    return "'" + name + "' of " + scope;
  }
}
