package org.muleignite.objectstore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.api.store.ObjectStoreManager;
import org.muleignite.cluster.api.CacheSpec;
import org.muleignite.cluster.api.ClusterContext;
import org.muleignite.cluster.api.ClusterUnavailableException;
import org.muleignite.cluster.api.ServiceModule;
import org.muleignite.cluster.config.Setting;
import org.muleignite.cluster.config.Settings;
import org.muleignite.objectstore.ignite.IgniteStorePort;
import org.muleignite.objectstore.mule.ArtifactBinding;
import org.muleignite.objectstore.mule.IgniteObjectStore;
import org.muleignite.objectstore.rules.Certainty;
import org.muleignite.objectstore.rules.ClusterUsage;
import org.muleignite.objectstore.rules.StampSource;
import org.muleignite.objectstore.rules.StoreRules;
import org.muleignite.objectstore.rules.Visibility;

/**
 * Puts clustered base object stores in place of Mule's own. Stores that artifacts got before a
 * restart of the engine work on with the new one, and are unavailable in between. Thread-safe.
 */
public final class ObjectStoreModule implements ServiceModule {

  private final Map<StoreKind, ClusterUsage> usages = new EnumMap<>(StoreKind.class);
  private volatile Map<StoreKind, StoreRules> running;

  public ObjectStoreModule() {
    for (StoreKind kind : StoreKind.values()) {
      usages.put(kind, new ClusterUsage(kind.cache().name() + ".usage"));
    }
  }

  @Override
  public Setting<Boolean> enabledBy() {
    return Settings.OBJECT_STORE_ENABLED;
  }

  @Override
  public Collection<CacheSpec> caches() {
    List<CacheSpec> caches = new ArrayList<>();
    for (StoreKind kind : StoreKind.values()) {
      caches.add(kind.cache());
    }
    return caches;
  }

  @Override
  public void start(ClusterContext context) {
    StampSource stamps = new StampSource(context.clock(), context.membership().localNode());
    Map<StoreKind, StoreRules> started = new EnumMap<>(StoreKind.class);
    usages.forEach(
        (kind, usage) -> {
          IgniteStorePort port = port(context, kind, stamps);
          started.put(
              kind,
              new StoreRules(
                  port,
                  port,
                  usage.connect(context.messenger(), context.membership()),
                  context.membership(),
                  stamps));
        });
    running = started;
  }

  private static IgniteStorePort port(ClusterContext context, StoreKind kind, StampSource stamps) {
    long silenceMillis = TimeUnit.SECONDS.toMillis(context.settings().getFailureDetectionSeconds());
    Certainty certainty = new Certainty(stamps, silenceMillis);
    return new IgniteStorePort(
        context.ignite(),
        kind.cache(),
        certainty,
        () ->
            new Visibility(
                kind.cache().name() + ".seen",
                context.messenger(),
                context.membership(),
                certainty));
  }

  @Override
  public void override(CustomizationService services) {
    services.overrideDefaultServiceImpl(
        ObjectStoreManager.BASE_IN_MEMORY_OBJECT_STORE_KEY, newStore(StoreKind.TRANSIENT));
    services.overrideDefaultServiceImpl(
        ObjectStoreManager.BASE_PERSISTENT_OBJECT_STORE_KEY, newStore(StoreKind.PERSISTENT));
  }

  @Override
  public Map<String, Object> beans() {
    return Collections.singletonMap("ObjectStores", new ObjectStoresBean(administration()));
  }

  @Override
  public void stop() {
    running = null;
  }

  /** For operators; works while the node does. */
  public StoreAdministration administration() {
    return new StoreAdministration(this::running);
  }

  private IgniteObjectStore newStore(StoreKind kind) {
    return new IgniteObjectStore(
        new ArtifactBinding(kind.isPersistent(), () -> rules(kind), usages.get(kind)::register));
  }

  private StoreRules rules(StoreKind kind) {
    return running().get(kind);
  }

  private Map<StoreKind, StoreRules> running() {
    Map<StoreKind, StoreRules> started = running;
    if (started == null) {
      throw new ClusterUnavailableException("The cluster node is not running.");
    }
    return started;
  }
}
