package org.muleignite.cluster.mule;

import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_CLUSTER_CONFIGURATION;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_CLUSTER_SERVICE;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_LOCK_PROVIDER;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_POLLING_CONTROLLER;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_TIME_SUPPLIER;

import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.muleignite.cluster.config.ClusterSettings;
import org.muleignite.cluster.config.Settings;
import org.muleignite.cluster.engine.ClusterMember;

/**
 * The services that cluster-core itself replaces in every artifact: locks, primary role, cluster
 * identity and time. Stateless towards artifacts: each gets objects of its own, because Mule
 * applies the artifact's life cycle to them.
 */
public final class CoreServices {

  private final ClusterMember member;
  private final ClusterSettings settings;

  public CoreServices(ClusterMember member) {
    this.member = member;
    this.settings = member.context().settings();
  }

  /** Cheap; called once for each artifact. A service that is switched off stays Mule's own. */
  public void override(CustomizationService services) {
    if (settings.get(Settings.LOCK_ENABLED)) {
      overrideLocks(services);
    }
    if (settings.get(Settings.TIME_SUPPLIER_ENABLED)) {
      services.overrideDefaultServiceImpl(
          OBJECT_TIME_SUPPLIER, new IgniteTimeSupplier(member.context().clock()));
    }
    if (settings.get(Settings.CLUSTER_SERVICE_ENABLED)) {
      overridePrimary(services);
    }
    if (settings.get(Settings.OBJECT_STORE_ENABLED)) {
      MuleDefects.nameOneStoreManager(services);
    }
    services.registerCustomServiceImpl(
        OBJECT_CLUSTER_CONFIGURATION,
        InternalServices.clusterConfiguration(settings.getClusterName(), member.number()));
  }

  private void overrideLocks(CustomizationService services) {
    Function<String, Lock> locks = member.locks()::lock;
    services.overrideDefaultServiceImpl(
        OBJECT_LOCK_PROVIDER,
        InternalServices.lockProvider(
            MuleDefects.guardPolls(
                (artifact, id) -> locks.apply(ArtifactScope.of(artifact) + "/" + id))));
  }

  private void overridePrimary(CustomizationService services) {
    BooleanSupplier primary = member.primary()::isPrimary;
    services.overrideDefaultServiceImpl(OBJECT_CLUSTER_SERVICE, new IgniteClusterService(primary));
    services.registerCustomServiceImpl(
        OBJECT_POLLING_CONTROLLER, InternalServices.schedulerController(primary));
    MuleDefects.tellPrimaryEarly(services, primary);
  }
}
