package org.muleignite.tests.support;

import java.util.Collection;
import java.util.List;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterContext;
import org.muleignite.cluster.api.ServiceModule;
import org.muleignite.cluster.config.Setting;
import org.muleignite.cluster.config.Settings;

/** Only has a cache. */
public final class CacheModule implements ServiceModule {

  private final CacheSpec cache;

  public CacheModule(CacheSpec cache) {
    this.cache = cache;
  }

  @Override
  public Setting<Boolean> enabledBy() {
    return Settings.QUEUE_ENABLED;
  }

  @Override
  public Collection<CacheSpec> caches() {
    return List.of(cache);
  }

  @Override
  public void start(ClusterContext context) {}

  @Override
  public void override(CustomizationService services) {}

  @Override
  public void stop() {}
}
