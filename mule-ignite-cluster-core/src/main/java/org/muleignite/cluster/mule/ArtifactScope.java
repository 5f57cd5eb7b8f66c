package org.muleignite.cluster.mule;

import org.mule.runtime.core.api.MuleContext;

/**
 * The name under which the data of an artifact is kept apart from that of all others: two
 * applications that use the same queue or store name never meet, the same application on every node
 * does. Stateless.
 */
public final class ArtifactScope {

  private ArtifactScope() {}

  /** For example {@code app/orders}; the same on every node and after every redeployment. */
  public static String of(MuleContext artifact) {
    return artifact.getArtifactType().getAsString().toLowerCase(java.util.Locale.ROOT)
        + "/"
        + artifact.getConfiguration().getId();
  }
}
