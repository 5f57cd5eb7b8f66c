package org.muleignite.cluster.mule;

import java.util.function.BooleanSupplier;
import org.mule.runtime.api.cluster.ClusterService;

/**
 * Mule's {@link ClusterService}: whether primary-only sources may run here. Thread-safe, never
 * blocks.
 */
public final class IgniteClusterService implements ClusterService {

  private final BooleanSupplier primary;

  public IgniteClusterService(BooleanSupplier primary) {
    this.primary = primary;
  }

  @Override
  public boolean isPrimaryPollingInstance() {
    return primary.getAsBoolean();
  }
}
