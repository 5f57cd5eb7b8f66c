package org.muleignite.tests.benchmark.member;

import java.util.HashMap;
import java.util.Map;
import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.muleignite.cluster.api.ServiceModule;

/** What our modules give to an application when it is deployed. Used by one thread. */
public final class CapturedServices implements CustomizationService {

  private final Map<String, Object> services = new HashMap<>();

  /** The services of an application with this name. */
  public static CapturedServices of(Iterable<ServiceModule> modules, String application) {
    CapturedServices captured = new CapturedServices();
    modules.forEach(module -> module.override(captured));
    for (Object service : captured.services.values()) {
      if (service instanceof MuleContextAware aware) {
        aware.setMuleContext(Artifact.named(application));
      }
    }
    return captured;
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

  @Override
  public <T> void registerCustomServiceClass(String id, Class<T> type) {
    throw new UnsupportedOperationException(id);
  }
}
