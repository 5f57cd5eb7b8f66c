package org.muleignite.objectstore.mule;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.mule.runtime.core.api.MuleContext;
import org.muleignite.cluster.api.ClusterException;
import org.muleignite.cluster.codec.ValueCodec;
import org.muleignite.cluster.mule.ArtifactScope;
import org.muleignite.objectstore.rules.OpenPartitions;
import org.muleignite.objectstore.rules.PartitionId;
import org.muleignite.objectstore.rules.StoreRules;

/**
 * Ties one base store to its artifact, which Mule names only after it has made the store.
 * Thread-safe, never blocks.
 */
public final class ArtifactBinding {

  private final boolean persistent;
  private final Supplier<StoreRules> rules;
  private final BiConsumer<String, OpenPartitions> usage;
  private final OpenPartitions openPartitions = new OpenPartitions();
  private MuleContext artifact;
  private volatile Bound bound;

  /**
   * @param rules of the running engine; fails when there is none
   * @param usage is told, once, the artifact's scope and what it has open
   */
  public ArtifactBinding(
      boolean persistent, Supplier<StoreRules> rules, BiConsumer<String, OpenPartitions> usage) {
    this.persistent = persistent;
    this.rules = rules;
    this.usage = usage;
  }

  boolean isPersistent() {
    return persistent;
  }

  StoreRules rules() {
    return rules.get();
  }

  OpenPartitions openPartitions() {
    return openPartitions;
  }

  /** Only the first artifact counts. */
  synchronized void bind(MuleContext context) {
    if (artifact == null) {
      artifact = context;
    }
  }

  PartitionId partition(String name) {
    return new PartitionId(bound().scope, name);
  }

  ValueCodec codec() {
    return bound().codec;
  }

  private Bound bound() {
    Bound present = bound;
    return present == null ? bindNow() : present;
  }

  /** At the first use, because an artifact gets its name after it gets its services. */
  private synchronized Bound bindNow() {
    if (bound == null) {
      if (artifact == null) {
        throw new ClusterException(
            "This object store does not know its application: Mule must give it the MuleContext"
                + " before it is used.");
      }
      Bound now = new Bound(ArtifactScope.of(artifact), ValueCodec.of(artifact));
      usage.accept(now.scope, openPartitions);
      bound = now;
    }
    return bound;
  }

  private static final class Bound {

    private final String scope;
    private final ValueCodec codec;

    Bound(String scope, ValueCodec codec) {
      this.scope = scope;
      this.codec = codec;
    }
  }
}
