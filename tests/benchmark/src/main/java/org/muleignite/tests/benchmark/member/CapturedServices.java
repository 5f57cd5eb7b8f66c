package org.muleignite.tests.benchmark.member;

import java.util.HashMap;
import java.util.Map;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.muleignite.cluster.engine.ClusterMember;
import org.muleignite.cluster.mule.ArtifactScope;
import org.muleignite.cluster.mule.CoreServices;

/** What our engine gives to an application when it is deployed. Used by one thread. */
public final class CapturedServices implements CustomizationService {

  private static final MuleContext APPLICATION = Artifact.named("benchmark");

  private final Map<String, Object> services = new HashMap<>();

  /** The services of the one application of the benchmark. */
  static CapturedServices of(ClusterMember member) {
    CapturedServices captured = new CapturedServices();
    new CoreServices(member).override(captured);
    member.modules().forEach(module -> module.override(captured));
    for (Object service : captured.services.values()) {
      if (service instanceof MuleContextAware aware) {
        aware.setMuleContext(APPLICATION);
      }
    }
    return captured;
  }

  /** How our services name what the application calls by this name. */
  public static String scoped(String name) {
    return scope() + '/' + name;
  }

  /** How our services name the application. */
  public static String scope() {
    return ArtifactScope.of(APPLICATION);
  }

  public <T> T get(String id, Class<T> type) {
    return type.cast(services.get(id));
  }

  @Override
  public <T> void overrideDefaultServiceImpl(String id, T service) {
    services.put(id, service);
  }

  @Override
  public <T> void overrideDefaultServiceClass(String id, Class<T> type) {
    throw new UnsupportedOperationException(id);
  }

  @Override
  public <T> void registerCustomServiceImpl(String id, T service) {
    services.put(id, service);
  }

  /** Mule makes such a service itself; nothing here works with one. */
  @Override
  public <T> void registerCustomServiceClass(String id, Class<T> type) {}
}
