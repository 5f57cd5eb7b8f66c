package org.muleignite.cluster.entry;

import org.mule.runtime.api.config.custom.CustomizationService;
import org.mule.runtime.api.config.custom.ServiceConfigurator;

/**
 * The hook through which every application, domain and policy gets the clustered services. Mule
 * makes a new object for each artifact, so there is no state here.
 */
public class ClusterServiceConfigurator implements ServiceConfigurator {

  /**
   * @throws IllegalStateException when the engine does not run; Mule then does not deploy the
   *     artifact
   */
  @Override
  public void configure(CustomizationService customizationService) {
    ClusterCoreExtension.engine().override(customizationService);
  }
}
