package org.muleignite.cluster.engine;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the health of a node over JMX, from its creation to {@link #close}. Thread-safe. */
final class HealthBean implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(HealthBean.class);

  private final ObjectName name;

  /** A bean that cannot be shown is logged: the cluster works without. */
  HealthBean(ClusterHealth health) {
    name = register(health);
  }

  private static ObjectName register(ClusterHealth health) {
    try {
      ObjectName name =
          new ObjectName(
              "org.muleignite:type=Cluster,name=" + ObjectName.quote(health.getClusterName()));
      ManagementFactory.getPlatformMBeanServer().registerMBean(health, name);
      return name;
    } catch (JMException e) {
      LOGGER.warn("The state of the cluster cannot be shown over JMX.", e);
      return null;
    }
  }

  @Override
  public void close() {
    if (name == null) {
      return;
    }
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException e) {
      LOGGER.debug("The JMX bean was gone before.", e);
    }
  }
}
