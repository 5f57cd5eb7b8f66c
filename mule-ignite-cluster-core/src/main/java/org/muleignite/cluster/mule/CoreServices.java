package org.muleignite.cluster.mule;

import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_CLUSTER_CONFIGURATION;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_CLUSTER_SERVICE;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_LOCK_PROVIDER;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_POLLING_CONTROLLER;
import static org.mule.runtime.core.api.config.MuleProperties.OBJECT_TIME_SUPPLIER;

import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.muleignite.cluster.engine.ClusterMember;

/**
 * The services that cluster-core itself replaces in every artifact: locks, primary role, cluster
 * identity and time. Stateless towards artifacts: each gets objects of its own, because Mule
 * applies the artifact's life cycle to them.
 */
public final class CoreServices {

  private final ClusterMember member;
  private final String clusterName;

  public CoreServices(ClusterMember member) {
    this.member = member;
    this.clusterName = member.context().settings().getClusterName();
  }

  /** Cheap; called once for each artifact. */
  public void override(CustomizationService services) {
    Function<String, Lock> locks = member.locks()::lock;
    services.overrideDefaultServiceImpl(
        OBJECT_LOCK_PROVIDER,
        InternalServices.lockProvider(
            (artifact, id) -> locks.apply(ArtifactScope.of(artifact) + "/" + id)));
    services.overrideDefaultServiceImpl(
        OBJECT_CLUSTER_SERVICE, new IgniteClusterService(member.primary()::isPrimary));
    services.overrideDefaultServiceImpl(
        OBJECT_TIME_SUPPLIER, new IgniteTimeSupplier(member.context().clock()));
    services.registerCustomServiceImpl(
        OBJECT_POLLING_CONTROLLER,
        InternalServices.schedulerController(member.primary()::isPrimary));
    services.registerCustomServiceImpl(
        OBJECT_CLUSTER_CONFIGURATION,
        InternalServices.clusterConfiguration(clusterName, member.number()));
    MuleDefects.workAround(services, member.primary()::isPrimary);
  }
}
