package org.muleignite.cluster.mule;

import java.lang.reflect.Method;
import org.mule.runtime.core.api.MuleContext;
import org.mule.runtime.core.api.context.MuleContextAware;
import org.muleignite.cluster.api.ClusterException;

/**
 * Gives an application its scheduler controller while its Spring context is made, before any flow
 * initialises. Mule 4.1.0 to 4.2.1 would otherwise do so only at the start (MULE-16897). Made by
 * Mule from its class; used by one thread.
 */
public class EarlySchedulerController implements MuleContextAware {

  @Override
  public void setMuleContext(MuleContext artifact) {
    Class<?> type = InternalServices.schedulerControllerType();
    try {
      Method setter = artifact.getClass().getMethod("setSchedulerController", type);
      setter.invoke(artifact, InternalServices.schedulerController(MuleDefects::isPrimary));
    } catch (ReflectiveOperationException e) {
      throw new ClusterException(
          "The scheduler controller of this Mule cannot be set early ("
              + e
              + "): primary-only sources would not move after a failover; see the README for supported versions.",
          e);
    }
  }
}
