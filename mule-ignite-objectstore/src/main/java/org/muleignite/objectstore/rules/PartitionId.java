package org.muleignite.objectstore.rules;

import java.util.Objects;
import java.util.Optional;

/**
 * One Mule partition: the artifact it belongs to and its name there. Immutable.
 *
 * <p>{@link #encoded()} is part of the stored format: no two partitions share it, none is the
 * beginning of another's, whatever characters scope and name consist of.
 */
public final class PartitionId {

  /** No artifact's scope begins like this. */
  private static final String CHUNKS = "chunks/";

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
    int scopeEnd = delimitedEnd(text, 0);
    int nameStart = text.indexOf(':', scopeEnd) + 1;
    int nameEnd = delimitedEnd(text, scopeEnd);
    return new PartitionId(
        StorableText.decode(text.substring(scopeStart, scopeEnd)),
        StorableText.decode(text.substring(nameStart, nameEnd)));
  }

  /** How many of the text's first characters are an {@link #encoded()} partition. */
  public static int encodedLength(String text) {
    return delimitedEnd(text, delimitedEnd(text, 0));
  }

  private static int delimitedEnd(String text, int from) {
    int start = text.indexOf(':', from) + 1;
    return start + Integer.parseInt(text.substring(from, start - 1));
  }

  /** Where the chunks of this partition's large values lie. */
  PartitionId chunks() {
    return new PartitionId(CHUNKS + scope, name);
  }

  /** The partition whose chunks lie in this one, if this is such a one. */
  public Optional<PartitionId> ofChunks() {
    return scope.startsWith(CHUNKS)
        ? Optional.of(new PartitionId(scope.substring(CHUNKS.length()), name))
        : Optional.empty();
  }

  /** The partition whose chunks lie in this one, otherwise this one. */
  public PartitionId withoutChunks() {
    return ofChunks().orElse(this);
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

  /** Scope and name as in {@code app/orders/invoices}, for rules that operators write. */
  public String path() {
    return scope + '/' + name;
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
