package org.muleignite.tests.scheduler;

import java.util.Collections;
import java.util.List;
import org.mule.runtime.api.scheduler.SchedulerService;
import org.mule.runtime.api.service.ServiceDefinition;
import org.mule.runtime.api.service.ServiceProvider;

/** Named in the service's descriptor: the container asks it once for the service. */
public final class SchedulerServiceProvider implements ServiceProvider {

  @Override
  public List<ServiceDefinition> providedServices() {
    return Collections.singletonList(
        new ServiceDefinition(SchedulerService.class, new StandInSchedulerService()));
  }
}
