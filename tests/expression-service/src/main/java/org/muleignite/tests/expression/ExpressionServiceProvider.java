package org.muleignite.tests.expression;

import java.util.Collections;
import java.util.List;
import org.mule.runtime.api.el.DefaultExpressionLanguageFactoryService;
import org.mule.runtime.api.service.ServiceDefinition;
import org.mule.runtime.api.service.ServiceProvider;

/** Named in the service's descriptor: the container asks it once for the service. */
public final class ExpressionServiceProvider implements ServiceProvider {

  @Override
  public List<ServiceDefinition> providedServices() {
    return Collections.singletonList(
        new ServiceDefinition(
            DefaultExpressionLanguageFactoryService.class, new MvelExpressionService()));
  }
}
